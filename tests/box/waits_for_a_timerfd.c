/* box: a read of an armed timerfd is no deadlock
 * expect: EXITED(0) */
#include <stdint.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(void)
{
	struct itimerspec soon = { .it_value = { 0, 200000000 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);
	uint64_t count;

	timerfd_settime(fd, 0, &soon, 0);
	return read(fd, &count, sizeof(count)) != sizeof(count);
}
