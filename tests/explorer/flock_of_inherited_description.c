/* explorer: race
 * Two children add to a counter in shared memory under flock(); they share the descriptor, and so
 * the lock.
 */
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *counter = mmap(
		NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char path[] = "/tmp/explorer-XXXXXX";
	int file = mkstemp(path);

	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			flock(file, LOCK_EX);
			++*counter;
			flock(file, LOCK_UN);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	unlink(path);
	return *counter != 2;
}
