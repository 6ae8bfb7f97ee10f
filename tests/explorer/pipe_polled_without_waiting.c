/* explorer: race
 * The parent asks by poll() without waiting, and then uses the result whatever poll() says.
 */
#include <poll.h>
#include <sys/mman.h>
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
	poll(&(struct pollfd){ .fd = ends[0], .events = POLLIN }, 1, 0);
	return *result;
}
