/* explorer: deadlock
 * Three philosophers in threads, each of whom takes the fork on the left first.
 */
#include <pthread.h>

enum { SEATS = 3 };

static pthread_mutex_t forks[SEATS] = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
	PTHREAD_MUTEX_INITIALIZER };

static void *eat(void *left)
{
	pthread_mutex_t *right = forks + ((pthread_mutex_t *)left - forks + 1) % SEATS;

	pthread_mutex_lock(left);
	pthread_mutex_lock(right);
	pthread_mutex_unlock(right);
	pthread_mutex_unlock(left);
	return NULL;
}

int main(void)
{
	pthread_t threads[SEATS];

	for (int i = 0; i < SEATS; i++)
		pthread_create(&threads[i], NULL, eat, &forks[i]);
	for (int i = 0; i < SEATS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
