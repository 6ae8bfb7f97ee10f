/* odd: four threads count under a mutex that inherits priority, a futex of another kind
 * expect: EXITED(0)
 * prints: 4000
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 4, ROUNDS = 1000 };

static pthread_mutex_t mutex;
static int count;

static void *run(void *nothing)
{
	for (int i = 0; i < ROUNDS; i++) {
		ZERO(pthread_mutex_lock(&mutex));
		count++;
		ZERO(pthread_mutex_unlock(&mutex));
	}
	return nothing;
}

int main(void)
{
	pthread_mutexattr_t attributes;
	pthread_t threads[THREADS];

	ZERO(pthread_mutexattr_init(&attributes));
	ZERO(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT));
	ZERO(pthread_mutex_init(&mutex, &attributes));
	ZERO(pthread_mutexattr_destroy(&attributes));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("%d\n", count);
	ZERO(pthread_mutex_destroy(&mutex));
	return 0;
}
