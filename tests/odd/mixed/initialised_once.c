/* odd: whichever thread comes first initialises, pthread_once(), the others wait and then read
 * expect: EXITED(0)
 * prints: 8 threads read 42, made once
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 8 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int *value;
static int made;

static void make(void)
{
	value = malloc(sizeof(*value));
	MUST(value != NULL);
	*value = 42;
	made++;
}

static void *run(void *nothing)
{
	ZERO(pthread_once(&once, make));
	MUST(*value == 42);
	return nothing;
}

int main(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("%d threads read %d, made %s\n", THREADS, *value, made == 1 ? "once" : "again");
	free(value);
	return 0;
}
