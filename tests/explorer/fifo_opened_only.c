/* explorer: none
 * A child leaves a result in shared memory; that the FIFO could be opened tells the parent.
 */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char path[64];

	snprintf(path, sizeof(path), "/tmp/explorer-fifo-%d", getpid());
	if (mkfifo(path, 0600) < 0)
		return 1;
	if (fork() == 0) {
		*result = 42;
		_exit(open(path, O_WRONLY) < 0);
	}
	if (open(path, O_RDONLY) < 0)
		return 1;
	assert(*result == 42);
	wait(NULL);
	unlink(path);
	return 0;
}
