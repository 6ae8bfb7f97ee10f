/* odd: a tree of fifteen processes, each of which waits for its own two children
 * expect: EXITED(0)
 * prints: 15 processes
 * mechanisms: */
#include "odd.h"

/* How many processes there are from here down; as an exit status in all but the root. */
static int grow(int depth)
{
	pid_t children[2];
	int count = 1;

	if (depth == 0)
		return count;
	for (int i = 0; i < 2; i++) {
		children[i] = (pid_t)OK(fork());
		if (children[i] == 0)
			_exit(grow(depth - 1));
	}
	for (int i = 0; i < 2; i++) {
		int status = wait_for(children[i]);

		MUST(WIFEXITED(status));
		count += WEXITSTATUS(status);
	}
	return count;
}

int main(void)
{
	printf("%d processes\n", grow(3));
	return 0;
}
