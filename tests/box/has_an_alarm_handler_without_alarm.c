/* box: a handler for SIGALRM is no alarm: pause() with none armed is known at once
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
	pause();
	return 3;
}
