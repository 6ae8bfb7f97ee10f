/* waits: for room in a pipe that nobody reads
 * expect: DEADLOCKED
 * says: the write end of a pipe \(descriptor 4\).*The pipe is full and nobody reads it.*Open read ends: pipe_write itself, descriptor 3.*Close descriptor 3.*pipe\(7\)
 */
#include "../waits.h"

int main(void)
{
	static char bytes[1 << 20];
	int ends[2];

	pipe(ends);
	write(ends[1], bytes, sizeof(bytes)); /* HERE */
	return 0;
}
