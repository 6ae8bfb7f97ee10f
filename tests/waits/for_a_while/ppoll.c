/* waits: for a pipe to become readable that a child writes to
 * expect: EXITED(0)
 */
#include <poll.h>

#include "../waits.h"

static int wait_for_one(const int *ends)
{
	struct pollfd polled = { ends[0], POLLIN };

	return ppoll(&polled, 1, 0, 0);
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
