/* waits: for a signal that a child sends
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	int number;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, 0);
	if (fork() == 0) {
		compute();
		return kill(getppid(), SIGUSR1);
	}
	return sigwait(&set, &number) || number != SIGUSR1 || child_failed();
}
