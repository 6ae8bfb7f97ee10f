/* attack: a CPU limit of 0 for the first process: the kernel kills it, and the box
 * expect: EXITED(6)
 * own: yes */
#include <sys/resource.h>
#include <unistd.h>

int main(void)
{
	struct rlimit zero = { 0, 0 };

	/* Never a process of the host: only one that is the first of its namespace. */
	if (getppid() == 1)
		prlimit(1, RLIMIT_CPU, &zero, 0), prlimit(1, RLIMIT_NOFILE, &zero, 0);
	for (volatile long i = 0; i < 100000000; i++)
		;
	return 6;
}
