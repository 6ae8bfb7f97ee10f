/* odd: a subreaper waits for its grandchildren after their own parent has ended
 * expect: EXITED(0)
 * prints: waited for 1 child and 3 grandchildren
 * mechanisms: */
#include <sys/prctl.h>

#include "odd.h"

enum { GRANDCHILDREN = 3 };

int main(void)
{
	int children = 0, grandchildren = 0, status;
	pid_t child, ended;

	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	child = (pid_t)OK(fork());
	if (child == 0) {
		for (int i = 0; i < GRANDCHILDREN; i++)
			if (OK(fork()) == 0)
				_exit(0);
		_exit(0);
	}
	while ((ended = wait(&status)) != -1 || errno == EINTR) {
		if (ended == -1)
			continue;
		MUST(status == 0);
		children += ended == child;
		grandchildren += ended != child;
	}
	MUST(errno == ECHILD);
	printf("waited for %d child and %d grandchildren\n", children, grandchildren);
	return 0;
}
