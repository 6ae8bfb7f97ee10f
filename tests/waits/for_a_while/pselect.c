/* waits: for a pipe to become readable that a child writes to
 * expect: EXITED(0)
 */
#include <sys/select.h>

#include "../waits.h"

static int wait_for_one(const int *ends)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return pselect(ends[0] + 1, &set, 0, 0, 0, 0);
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
