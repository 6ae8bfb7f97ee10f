/* odd: an error-checking mutex and a try that fails, taken for what they say
 * expect: EXITED(0)
 * prints: mine already, busy for the other, 2
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

static pthread_mutex_t mutex;
static pthread_barrier_t tried;
static int count;

static void *run(void *nothing)
{
	MUST(pthread_mutex_trylock(&mutex) == EBUSY);
	pthread_barrier_wait(&tried);
	ZERO(pthread_mutex_lock(&mutex));
	count++;
	ZERO(pthread_mutex_unlock(&mutex));
	return nothing;
}

int main(void)
{
	pthread_mutexattr_t attributes;
	pthread_t thread;

	ZERO(pthread_mutexattr_init(&attributes));
	ZERO(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK));
	ZERO(pthread_mutex_init(&mutex, &attributes));
	ZERO(pthread_mutexattr_destroy(&attributes));
	ZERO(pthread_barrier_init(&tried, NULL, 2));
	ZERO(pthread_mutex_lock(&mutex));
	MUST(pthread_mutex_lock(&mutex) == EDEADLK);
	ZERO(pthread_create(&thread, NULL, run, NULL));
	pthread_barrier_wait(&tried);
	count++;
	ZERO(pthread_mutex_unlock(&mutex));
	ZERO(pthread_join(thread, NULL));
	printf("mine already, busy for the other, %d\n", count);
	ZERO(pthread_barrier_destroy(&tried));
	ZERO(pthread_mutex_destroy(&mutex));
	return 0;
}
