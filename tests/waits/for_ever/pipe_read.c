/* waits: for the end of a pipe whose write end it holds itself
 * expect: DEADLOCKED
 * says: the read end of a pipe \(descriptor 3\).*write end of that pipe is still open.*pipe_read itself, descriptor 4.*Close descriptor 4.*pipe\(7\)
 */
#include "../waits.h"

int main(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	read(ends[0], &byte, 1); /* HERE */
	return 0;
}
