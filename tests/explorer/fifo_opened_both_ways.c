/* explorer: race
 * A FIFO that is opened with O_RDWR waits for nobody, so it tells nothing of the result.
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
		_exit(open(path, O_RDWR) < 0);
	}
	if (open(path, O_RDWR) < 0)
		return 1;
	unlink(path);
	return *result == 42;
}
