/* waits: for a pipe to become readable that a child writes to
 * expect: EXITED(0)
 */
#include <sys/epoll.h>

#include "../waits.h"

static int wait_for_one(const int *ends)
{
	int all = epoll_create1(0);
	struct epoll_event event = { EPOLLIN };

	epoll_ctl(all, EPOLL_CTL_ADD, ends[0], &event);
	return epoll_wait(all, &event, 1, -1);
}

int main(void)
{
	int ends[2];

	pipe(ends);
	if (fork() == 0) {
		compute();
		return write(ends[1], "x", 1) != 1;
	}
	return wait_for_one(ends) != 1 || child_failed();
}
