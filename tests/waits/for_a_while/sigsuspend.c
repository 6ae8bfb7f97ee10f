/* waits: for a signal that a child sends
 * expect: EXITED(0)
 */
#include "../waits.h"

static void nothing(int number)
{
	(void)number;
}

int main(void)
{
	sigset_t set, before;

	signal(SIGUSR1, nothing);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &before);
	if (fork() == 0) {
		compute();
		return kill(getppid(), SIGUSR1);
	}
	sigsuspend(&before);
	return child_failed();
}
