/* odd: SIGCHLD is ignored, so the kernel reaps the children and wait() ends with ECHILD
 * expect: EXITED(0)
 * prints: 5 children have spoken, none is left to wait for
 * mechanisms: pipe, signal */
#include <signal.h>

#include "odd.h"

enum { CHILDREN = 5 };

int main(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	char bytes[CHILDREN + 1];
	size_t count;
	int ends[2];

	sigemptyset(&ignore.sa_mask);
	OK(sigaction(SIGCHLD, &ignore, NULL));
	OK(pipe(ends));
	for (int i = 0; i < CHILDREN; i++)
		if (OK(fork()) == 0) {
			write_all(ends[1], "x", 1);
			_exit(0);
		}
	OK(close(ends[1]));
	count = read_all(ends[0], bytes, sizeof(bytes));
	OK(close(ends[0]));
	/* wait() blocks until all have ended, and then has nobody to tell of: wait(2). */
	while (wait(NULL) != -1 || errno == EINTR)
		continue;
	MUST(errno == ECHILD);
	printf("%zu children have spoken, none is left to wait for\n", count);
	return 0;
}
