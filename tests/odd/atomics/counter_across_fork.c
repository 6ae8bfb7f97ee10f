/* odd: four processes add to an atomic counter in shared memory, without any lock
 * expect: EXITED(0)
 * prints: 4000
 * mechanisms: shm-anonymous */
#include <stdatomic.h>
#include <sys/mman.h>

#include "odd.h"

enum { CHILDREN = 4, ROUNDS = 1000 };

int main(void)
{
	atomic_int *count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t children[CHILDREN];

	MUST(count != MAP_FAILED);
	atomic_init(count, 0);
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = (pid_t)OK(fork());
		if (children[i] == 0) {
			for (int k = 0; k < ROUNDS; k++)
				atomic_fetch_add(count, 1);
			_exit(0);
		}
	}
	for (int i = 0; i < CHILDREN; i++)
		wait_well(children[i]);
	printf("%d\n", atomic_load(count));
	OK(munmap(count, sizeof(*count)));
	return 0;
}
