/* explorer: none
 * Threads change a table under a lock for writing, and look at it under a lock for reading.
 */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int table[2];

static void *change(void *unused)
{
	(void)unused;
	pthread_rwlock_wrlock(&lock);
	table[0]++;
	table[1]++;
	pthread_rwlock_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];
	int same;

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, change, NULL);
	pthread_rwlock_rdlock(&lock);
	same = table[0] == table[1];
	pthread_rwlock_unlock(&lock);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return !same;
}
