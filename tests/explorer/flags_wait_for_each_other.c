/* explorer: livelock
 * Two children loop until the other's flag is set, and set their own only then.
 */
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	atomic_int *flags = mmap(NULL, 2 * sizeof(*flags), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			while (!atomic_load(&flags[1 - child]))
				;
			atomic_store(&flags[child], 1);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return 0;
}
