/* waits: for the end of a pipe whose write end a later child was given
 * expect: DEADLOCKED
 * says: child 1 waits in read\(\) on the read end of a pipe.*They wait for each other in a circle: child 1.*end of file does not come.*Open write ends:.*child 2, descriptor 4.*pipe\(7\)
 */
#include "../waits.h"

int main(void)
{
	int first[2], second[2];
	char byte;

	pipe(first);
	if (fork() == 0) {
		close(first[1]);
		return read(first[0], &byte, 1) != 0; /* HERE */
	}
	pipe(second);
	if (fork() == 0) {
		close(second[1]);
		return read(second[0], &byte, 1) != 0; /* HERE */
	}
	close(first[1]);
	return child_failed();
}
