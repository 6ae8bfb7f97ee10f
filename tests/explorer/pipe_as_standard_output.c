/* explorer: none
 * A child tells of its result by a byte on its standard output, which is a pipe by dup2().
 */
#include <assert.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char byte;
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		*result = 42;
		_exit(write(STDOUT_FILENO, "x", 1) != 1);
	}
	close(ends[1]);
	if (read(dup(ends[0]), &byte, 1) != 1)
		return 1;
	assert(*result == 42);
	wait(NULL);
	return 0;
}
