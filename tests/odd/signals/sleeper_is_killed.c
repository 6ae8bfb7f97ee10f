/* odd: an infinite pause() in a child that its parent ends with SIGKILL, as agreed
 * expect: EXITED(0)
 * prints: the sleeper was killed by 9
 * mechanisms: pipe, signal */
#include <signal.h>

#include "odd.h"

int main(void)
{
	int ends[2], status;
	pid_t child;
	char byte;

	OK(pipe(ends));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(ends[0]));
		write_all(ends[1], "!", 1);
		OK(close(ends[1]));
		for (;;)
			pause();
	}
	OK(close(ends[1]));
	MUST(read_all(ends[0], &byte, 1) == 1);
	OK(close(ends[0]));
	OK(kill(child, SIGKILL));
	status = wait_for(child);
	MUST(WIFSIGNALED(status));
	printf("the sleeper was killed by %d\n", WTERMSIG(status));
	return 0;
}
