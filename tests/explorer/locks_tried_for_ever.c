/* explorer: livelock
 * Two threads keep a lock each, and try to get the other one again and again.
 */
#include <pthread.h>
#include <sched.h>

static pthread_mutex_t locks[2] = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER };

static void *take_both(void *first)
{
	pthread_mutex_t *other = first == &locks[0] ? &locks[1] : &locks[0];

	pthread_mutex_lock(first);
	while (pthread_mutex_trylock(other) != 0)
		sched_yield();
	pthread_mutex_unlock(other);
	pthread_mutex_unlock(first);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, take_both, &locks[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
