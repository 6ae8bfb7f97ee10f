/* box: an alarm that has fired will not fire again
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <signal.h>
#include <unistd.h>

static void wake(int number)
{
	(void)number;
}

int main(void)
{
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake }, 0);
	alarm(1);
	pause();
	pause();
	return 3;
}
