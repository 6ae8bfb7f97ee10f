/* waits: for a pipe to become readable whose write end it holds itself
 * expect: DEADLOCKED
 * says: waits in ppoll\(\) on the read end of a pipe \(descriptor 3\).*ppoll itself, descriptor 4.*pipe\(7\)
 */
#include <poll.h>

#include "../waits.h"

static int wait_for_one(const int *ends)
{
	struct pollfd polled = { ends[0], POLLIN };

	return ppoll(&polled, 1, 0, 0); /* HERE */
}

int main(void)
{
	int ends[2];

	pipe(ends);
	return wait_for_one(ends);
}
