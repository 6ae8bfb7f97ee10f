/* box: an alarm outlives exec, and ends the new program, which has no handler
 * expect: SIGNALLED(14) */
#include <unistd.h>

int main(void)
{
	int ends[2];

	/* cat waits on a pipe that nobody writes to. */
	pipe(ends);
	dup2(ends[0], 0);
	alarm(1);
	execl("/bin/cat", "cat", (char *)0);
	return 3;
}
