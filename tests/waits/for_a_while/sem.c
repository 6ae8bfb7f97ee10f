/* waits: for a semaphore in shared memory that a child posts
 * expect: EXITED(0)
 */
#include <semaphore.h>

#include "../waits.h"

int main(void)
{
	sem_t *full = shared(sizeof(*full));

	sem_init(full, 1, 0);
	if (fork() == 0) {
		compute();
		return sem_post(full);
	}
	return sem_wait(full) || child_failed();
}
