/* waits: for a semaphore of which each process has a copy
 * expect: DEADLOCKED
 * says: on the semaphore full at.*was made for several processes, but lies in memory that this one has for itself.*MAP_SHARED
 */
#include <semaphore.h>

#include "../waits.h"

static sem_t full;

int main(void)
{
	sem_init(&full, 1, 0);
	if (fork() == 0)
		return sem_post(&full);
	wait(0);
	sem_wait(&full); /* HERE */
	return 0;
}
