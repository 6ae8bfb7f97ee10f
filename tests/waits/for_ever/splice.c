/* waits: for bytes to move from a pipe whose write end it holds itself
 * expect: DEADLOCKED
 * says: waits in splice\(\) on the read end of a pipe.*write end of that pipe is still open.*pipe\(7\)
 */
#include "../waits.h"

int main(void)
{
	int from[2], to[2];

	pipe(from);
	pipe(to);
	splice(from[0], 0, to[1], 0, 10, 0); /* HERE */
	return 0;
}
