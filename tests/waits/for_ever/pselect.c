/* waits: for a pipe to become readable whose write end it holds itself
 * expect: DEADLOCKED
 * says: waits in pselect\(\) on the read end of a pipe \(descriptor 3\).*pselect itself, descriptor 4.*pipe\(7\)
 */
#include <sys/select.h>

#include "../waits.h"

static int wait_for_one(const int *ends)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return pselect(ends[0] + 1, &set, 0, 0, 0, 0); /* HERE */
}

int main(void)
{
	int ends[2];

	pipe(ends);
	return wait_for_one(ends);
}
