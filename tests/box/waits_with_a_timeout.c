/* box: a wait with a time-out of its own is no deadlock
 * expect: EXITED(0) */
#include <poll.h>

int main(void)
{
	return poll(0, 0, 200);
}
