/* waits: for a mutex whose owner has ended
 * expect: DEADLOCKED
 * says: on the mutex lock at.*The task that locked it \([0-9]+\) has ended without unlocking it.*Unlock the mutex on every way out
 */
#include "../waits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *forget(void *unused)
{
	pthread_mutex_lock(&lock);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, forget, 0);
	pthread_join(thread, 0);
	pthread_mutex_lock(&lock); /* HERE */
	return 0;
}
