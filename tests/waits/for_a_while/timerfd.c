/* waits: for a timer that a child sets
 * expect: EXITED(0)
 */
#include <sys/timerfd.h>

#include "../waits.h"

int main(void)
{
	struct itimerspec soon = { .it_value = { 0, 1000000 } };
	int timer = timerfd_create(CLOCK_MONOTONIC, 0);
	uint64_t count;

	if (fork() == 0) {
		compute();
		return timerfd_settime(timer, 0, &soon, 0);
	}
	return read(timer, &count, sizeof(count)) != sizeof(count) || child_failed();
}
