/*
 * pthread_once() orders what its function did before all that comes after it, which
 * neither Helgrind nor DRD knows.
 * expect: no accusation
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int *table;

static void make(void)
{
	pthread_key_create(&key, NULL);
	table = calloc(16, sizeof(*table));
	table[3] = 7;
}

static void *work(void *data)
{
	pthread_once(&once, make);
	pthread_setspecific(key, table);
	return table[3] == 7 ? data : NULL;
}

int main(void)
{
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	free(table);
	return 0;
}
