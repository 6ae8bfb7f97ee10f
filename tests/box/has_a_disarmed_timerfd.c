/* box: a timerfd that was armed and disarmed never becomes readable
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <stdint.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(void)
{
	struct itimerspec later = { .it_value = { 1000, 0 } }, never = { { 0 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);
	uint64_t count;

	timerfd_settime(fd, 0, &later, 0);
	timerfd_settime(fd, 0, &never, 0);
	return read(fd, &count, sizeof(count)) != sizeof(count);
}
