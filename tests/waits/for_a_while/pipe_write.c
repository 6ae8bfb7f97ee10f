/* waits: for room in a pipe that a child reads
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	static char bytes[1 << 20];
	int ends[2];

	pipe(ends);
	if (fork() == 0) {
		close(ends[1]);
		compute();
		while (read(ends[0], bytes, sizeof(bytes)) > 0)
			;
		return 0;
	}
	if (write(ends[1], bytes, sizeof(bytes)) != sizeof(bytes))
		return 1;
	close(ends[1]);
	return child_failed();
}
