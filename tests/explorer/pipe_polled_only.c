/* explorer: none
 * The parent waits by poll() until it could read, and uses the result without reading.
 */
#include <assert.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		*result = 42;
		_exit(write(ends[1], "x", 1) != 1);
	}
	if (poll(&(struct pollfd){ .fd = ends[0], .events = POLLIN }, 1, -1) != 1)
		return 1;
	assert(*result == 42);
	wait(NULL);
	return 0;
}
