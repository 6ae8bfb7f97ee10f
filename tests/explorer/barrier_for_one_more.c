/* explorer: deadlock
 * A barrier waits for one thread more than there are.
 */
#include <assert.h>
#include <pthread.h>

static pthread_barrier_t filled;
static int halves[2];

static void *work(void *mine)
{
	int other = mine == &halves[0] ? 1 : 0;

	*(int *)mine = 42;
	pthread_barrier_wait(&filled);
	assert(halves[other] == 42);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	pthread_barrier_init(&filled, NULL, 3);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, work, &halves[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
