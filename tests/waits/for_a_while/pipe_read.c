/* waits: for a byte that a child writes
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		compute();
		return write(ends[1], "x", 1) != 1;
	}
	return read(ends[0], &byte, 1) != 1 || child_failed();
}
