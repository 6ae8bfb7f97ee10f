/* odd: an interval timer's SIGALRM is read from a signalfd, three times
 * expect: EXITED(0)
 * prints: tick 1
 * prints: tick 2
 * prints: tick 3
 * mechanisms: signal */
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/time.h>

#include "odd.h"

int main(void)
{
	const struct itimerval every = { { 0, 30000 }, { 0, 30000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct signalfd_siginfo info;
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	fd = (int)OK(signalfd(-1, &set, SFD_CLOEXEC));
	OK(setitimer(ITIMER_REAL, &every, NULL));
	for (int i = 1; i <= 3; i++) {
		MUST(read_all(fd, &info, sizeof(info)) == sizeof(info));
		printf("tick %d\n", i);
	}
	OK(setitimer(ITIMER_REAL, &never, NULL));
	OK(close(fd));
	return 0;
}
