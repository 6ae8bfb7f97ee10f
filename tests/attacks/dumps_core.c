/* attack: a large core, also after the limit was raised
 * expect: EXITED(0) */
#include "attack.h"
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

int main(void)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	int status;

	memset(malloc(8 << 20), 1, 8 << 20);
	REFUSED(1, setrlimit(RLIMIT_CORE, &limit), EPERM);
	if (fork() == 0)
		abort();
	wait(&status);
	BREAK_IF(2, !WIFSIGNALED(status) || WTERMSIG(status) != 6 || WCOREDUMP(status));
	BREAK_IF(3, access("core", F_OK) == 0);
	return 0;
}
