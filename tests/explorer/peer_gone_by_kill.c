/* explorer: none
 * A grandchild knows that the child has gone when kill(pid, 0) finds nobody: then its result is there.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = fork();

	if (child == 0) {
		*result = 7;
		_exit(0);
	}
	if (fork() == 0) {
		while (kill(child, 0) == 0)
			sched_yield();
		_exit(errno == ESRCH && *result == 7 ? 0 : 1);
	}
	while (wait(NULL) > 0)
		;
	printf("%d\n", *result);
	return 0;
}
