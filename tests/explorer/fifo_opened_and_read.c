/* explorer: none
 * A child leaves a result in shared memory, and tells of it by a byte in a FIFO.
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
	char path[64], byte;
	int fifo;

	snprintf(path, sizeof(path), "/tmp/explorer-fifo-%d", getpid());
	if (mkfifo(path, 0600) < 0)
		return 1;
	if (fork() == 0) {
		fifo = open(path, O_WRONLY);
		*result = 42;
		_exit(write(fifo, "x", 1) != 1);
	}
	fifo = open(path, O_RDONLY);
	if (read(fifo, &byte, 1) != 1)
		return 1;
	assert(*result == 42);
	wait(NULL);
	unlink(path);
	return 0;
}
