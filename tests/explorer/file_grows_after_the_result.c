/* explorer: none
 * The parent reads a file again and again until it has a line; the result was there before.
 */
#include <assert.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char path[] = "/tmp/explorer-XXXXXX";
	int file = mkstemp(path);
	char byte;

	unlink(path);
	if (fork() == 0) {
		*result = 42;
		_exit(pwrite(file, "\n", 1, 0) != 1);
	}
	while (pread(file, &byte, 1, 0) != 1)
		sched_yield();
	assert(*result == 42);
	wait(NULL);
	return 0;
}
