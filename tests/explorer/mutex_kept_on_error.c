/* explorer: deadlock
 * A thread returns early, when there is nothing to do, and keeps the mutex.
 */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int jobs = 1;

static void *work(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	if (jobs == 0)
		return NULL;
	jobs--;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
