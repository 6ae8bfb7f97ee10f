/* waits: for a semaphore of threads that another process posts
 * expect: DEADLOCKED
 * says: child 1 waits in sem_wait\(\) on the semaphore full at.*lies in memory that processes share, but was made for the threads of one process.*second argument of sem_init
 */
#include <semaphore.h>

#include "../waits.h"

static sem_t *full, *taken;

int main(void)
{
	full = shared(2 * sizeof(*full));
	taken = full + 1;
	sem_init(full, 0, 0);
	sem_init(taken, 1, 0);
	if (fork() == 0) {
		sem_wait(full); /* HERE */
		return sem_post(taken);
	}
	sem_wait(taken); /* HERE */
	return 0;
}
