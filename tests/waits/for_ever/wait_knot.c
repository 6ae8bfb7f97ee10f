/* waits: for a child that waits for the end of what its parent still has open
 * expect: DEADLOCKED
 * says: child 1 waits in read\(\) on the read end of a pipe.*They wait for each other in a circle: child 1 at wait_knot.c:[0-9]+ waits for wait_knot and wait_knot at wait_knot.c:[0-9]+ waits for child 1.*Open write ends: wait_knot, descriptor 4
 */
#include "../waits.h"

int main(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		close(ends[1]);
		while (read(ends[0], &byte, 1) > 0) /* HERE */
			;
		return 0;
	}
	write(ends[1], "x", 1);
	wait(0); /* HERE */
	return 0;
}
