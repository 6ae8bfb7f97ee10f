/* waits: for a signal by a descriptor
 * expect: DEADLOCKED
 * says: waits in read\(\) on a signal \(SIGUSR1, SIGTERM\) at.*No other task is left that could send one.*signalfd\(2\)
 */
#include <sys/signalfd.h>

#include "../waits.h"

int main(void)
{
	struct signalfd_siginfo info;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, 0);
	read(signalfd(-1, &set, 0), &info, sizeof(info)); /* HERE */
	return 0;
}
