/* explorer: race
 * Two children leave a result in shared memory each, and the parent waits for one of them.
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *results = mmap(NULL, 2 * sizeof(*results), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			results[child] = 21;
			_exit(0);
		}
	wait(NULL);
	return results[0] + results[1];
}
