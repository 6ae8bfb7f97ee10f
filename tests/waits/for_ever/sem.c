/* waits: for a semaphore that is 0, together with everybody else
 * expect: DEADLOCKED
 * says: waits in sem_wait\(\) on the semaphore empty at.*Its value is 0, and 3 tasks wait in it.*All 2 other tasks wait too, so nobody can post it.*initial value.*sem_overview\(7\)
 */
#include <semaphore.h>

#include "../waits.h"

static sem_t empty;

static void *take(void *unused)
{
	sem_wait(&empty); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	sem_init(&empty, 0, 0);
	pthread_create(&thread, 0, take, 0);
	pthread_create(&thread, 0, take, 0);
	take(0);
	return 0;
}
