/* box: parent and child wait for ever; the alarm was the parent's and it fired
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void wake(int number)
{
	(void)number;
}

int main(void)
{
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake, .sa_flags = SA_RESTART }, 0);
	alarm(1);
	if (fork() == 0)
		pause();
	wait(0);
	return 3;
}
