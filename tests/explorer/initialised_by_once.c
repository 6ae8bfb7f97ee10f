/* explorer: none
 * Two threads use a table that is initialised by whoever comes first: pthread_once().
 */
#include <assert.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int table;

static void init(void)
{
	table = 42;
}

static void *use(void *unused)
{
	(void)unused;
	pthread_once(&once, init);
	assert(table == 42);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, use, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
