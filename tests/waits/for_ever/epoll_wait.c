/* waits: for a pipe to become readable whose write end it holds itself
 * expect: DEADLOCKED
 * says: waits in epoll_wait\(\) on the read end of a pipe \(descriptor 3\).*epoll_wait itself, descriptor 4.*pipe\(7\)
 */
#include <sys/epoll.h>

#include "../waits.h"

static int wait_for_one(const int *ends)
{
	int all = epoll_create1(0);
	struct epoll_event event = { EPOLLIN };

	epoll_ctl(all, EPOLL_CTL_ADD, ends[0], &event);
	return epoll_wait(all, &event, 1, -1); /* HERE */
}

int main(void)
{
	int ends[2];

	pipe(ends);
	return wait_for_one(ends);
}
