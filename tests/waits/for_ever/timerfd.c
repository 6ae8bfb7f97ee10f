/* waits: for a timer that is not set
 * expect: DEADLOCKED
 * says: waits in read\(\) on the timer of descriptor 3 at.*That timer is not set, so it never expires.*timerfd_settime.*timerfd_create\(2\)
 */
#include <sys/timerfd.h>

#include "../waits.h"

int main(void)
{
	uint64_t count;

	read(timerfd_create(CLOCK_MONOTONIC, 0), &count, sizeof(count)); /* HERE */
	return 0;
}
