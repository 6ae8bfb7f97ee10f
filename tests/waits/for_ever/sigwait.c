/* waits: for one of two signals that nobody sends
 * expect: DEADLOCKED
 * says: waits in sigwait\(\) on a signal \(SIGUSR1, SIGTERM\) at.*No other task is left that could send one.*sigwait\(3\)
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
	sigwait(&set, &number); /* HERE */
	return 0;
}
