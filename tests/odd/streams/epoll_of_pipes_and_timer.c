/* odd: one epoll loop over three pipes and a timerfd, until all of them are done
 * expect: EXITED(0)
 * prints: 3 ends of file, 9 bytes, 5 ticks
 * mechanisms: pipe */
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "odd.h"

enum { CHILDREN = 3, TICKS = 5 };

static int start_child(pid_t *ret_child)
{
	int ends[2];

	OK(pipe(ends));
	*ret_child = (pid_t)OK(fork());
	if (*ret_child == 0) {
		OK(close(ends[0]));
		write_all(ends[1], "abc", 3);
		_exit(0);
	}
	OK(close(ends[1]));
	return ends[0];
}

static int start_timer(void)
{
	const struct itimerspec every = { { 0, 10000000 }, { 0, 10000000 } };
	int fd = (int)OK(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));

	OK(timerfd_settime(fd, 0, &every, NULL));
	return fd;
}

static void watch(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	OK(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
}

int main(void)
{
	int epoll, timer, ends = 0;
	pid_t children[CHILDREN];
	uint64_t ticks = 0, expired;
	long bytes = 0;

	epoll = (int)OK(epoll_create1(EPOLL_CLOEXEC));
	for (int i = 0; i < CHILDREN; i++)
		watch(epoll, start_child(&children[i]));
	timer = start_timer();
	watch(epoll, timer);
	while (ends < CHILDREN || ticks < TICKS) {
		struct epoll_event event;
		char some[2];
		ssize_t got;

		if (epoll_wait(epoll, &event, 1, -1) == -1) {
			MUST(errno == EINTR);
			continue;
		}
		if (event.data.fd == timer) {
			MUST(read_all(timer, &expired, sizeof(expired)) == sizeof(expired));
			ticks = ticks + expired < TICKS ? ticks + expired : TICKS;
			continue;
		}
		got = OK(read(event.data.fd, some, sizeof(some)));
		bytes += got;
		if (got > 0)
			continue;
		/* close() alone may leave it there: a child forked later may have it open, too. */
		OK(epoll_ctl(epoll, EPOLL_CTL_DEL, event.data.fd, NULL));
		OK(close(event.data.fd));
		ends++;
	}
	for (int i = 0; i < CHILDREN; i++)
		wait_well(children[i]);
	OK(close(timer));
	OK(close(epoll));
	printf("%d ends of file, %ld bytes, %d ticks\n", ends, bytes, (int)ticks);
	return 0;
}
