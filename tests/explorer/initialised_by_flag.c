/* explorer: race
 * Two threads use a table that is initialised by whoever finds that nobody has.
 */
#include <pthread.h>

static int initialised;
static int table;

static void init(void)
{
	table = 42;
	initialised = 1;
}

static void *use(void *unused)
{
	(void)unused;
	if (!initialised)
		init();
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
