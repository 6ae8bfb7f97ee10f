/* explorer: none
 * A counter in shared memory under a lock file, which is made with O_EXCL and removed.
 */
#include <assert.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *counter = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char path[64];

	snprintf(path, sizeof(path), "/tmp/explorer-lock-%d", getpid());
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			while (open(path, O_CREAT | O_EXCL | O_WRONLY, 0600) < 0)
				sched_yield();
			++*counter;
			unlink(path);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	assert(*counter == 2);
	return 0;
}
