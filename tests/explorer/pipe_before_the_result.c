/* explorer: race
 * A child tells of a result by a byte in a pipe, and only then leaves it in shared memory.
 */
#include <assert.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char byte = 0;
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		if (write(ends[1], "x", 1) != 1)
			_exit(1);
		*result = 42;
		_exit(0);
	}
	if (read(ends[0], &byte, 1) != 1)
		return 1;
	byte += (char)*result;
	wait(NULL);
	return 0;
}
