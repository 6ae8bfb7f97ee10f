/* odd: fifty threads at once, all of which wait for one condition before they count
 * expect: EXITED(0)
 * prints: 50 threads counted
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 50 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t started = PTHREAD_COND_INITIALIZER;
static int go, count;

static void *run(void *nothing)
{
	ZERO(pthread_mutex_lock(&mutex));
	while (!go)
		ZERO(pthread_cond_wait(&started, &mutex));
	count++;
	ZERO(pthread_mutex_unlock(&mutex));
	return nothing;
}

int main(void)
{
	pthread_attr_t attributes;
	pthread_t threads[THREADS];

	ZERO(pthread_attr_init(&attributes));
	ZERO(pthread_attr_setstacksize(&attributes, 256 * 1024));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], &attributes, run, NULL));
	ZERO(pthread_attr_destroy(&attributes));
	ZERO(pthread_mutex_lock(&mutex));
	go = 1;
	ZERO(pthread_cond_broadcast(&started));
	ZERO(pthread_mutex_unlock(&mutex));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	ZERO(pthread_cond_destroy(&started));
	ZERO(pthread_mutex_destroy(&mutex));
	printf("%d threads counted\n", count);
	return 0;
}
