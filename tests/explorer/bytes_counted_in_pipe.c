/* explorer: none
 * The parent asks by FIONREAD how much is in a pipe, until the child's byte is there.
 */
#include <assert.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ends[2], count = 0;

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		*result = 42;
		_exit(write(ends[1], "x", 1) != 1);
	}
	while (ioctl(ends[0], FIONREAD, &count) == 0 && count == 0)
		sched_yield();
	assert(*result == 42);
	wait(NULL);
	return 0;
}
