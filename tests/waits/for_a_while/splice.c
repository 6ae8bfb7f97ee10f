/* waits: for bytes to move from a pipe to another
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	int from[2], to[2];

	pipe(from);
	pipe(to);
	if (fork() == 0) {
		compute();
		return write(from[1], "x", 1) != 1;
	}
	return splice(from[0], 0, to[1], 0, 10, 0) != 1 || child_failed();
}
