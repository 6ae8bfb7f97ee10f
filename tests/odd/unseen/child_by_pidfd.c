/* odd: a child's end is waited for with poll() on a pidfd, its status taken with waitid(P_PIDFD)
 * expect: EXITED(0)
 * prints: child 9
 * mechanisms: pipe
 * unseen: memcheck, helgrind, drd: version 3.19 does not know pidfd_open() */
#include <poll.h>
#include <sys/syscall.h>

#include "odd.h"

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

int main(void)
{
	int ends[2];
	char byte;
	pid_t child;
	siginfo_t info = { .si_pid = 0 };
	struct pollfd polled = { .events = POLLIN };

	OK(pipe(ends));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(ends[1]));
		MUST(read_all(ends[0], &byte, 1) == 0);
		_exit(9);
	}
	OK(close(ends[0]));
	polled.fd = (int)OK(syscall(SYS_pidfd_open, child, 0));
	MUST(poll(&polled, 1, 0) == 0);
	OK(close(ends[1]));
	while (poll(&polled, 1, -1) == -1)
		MUST(errno == EINTR);
	OK(waitid((idtype_t)P_PIDFD, (id_t)polled.fd, &info, WEXITED));
	OK(close(polled.fd));
	MUST(info.si_code == CLD_EXITED);
	printf("child %d\n", info.si_status);
	return 0;
}
