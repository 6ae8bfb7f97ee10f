/* waits: for a signal by a descriptor, which a child sends
 * expect: EXITED(0)
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
	if (fork() == 0) {
		compute();
		return kill(getppid(), SIGUSR1);
	}
	return read(signalfd(-1, &set, 0), &info, sizeof(info)) != sizeof(info) || child_failed();
}
