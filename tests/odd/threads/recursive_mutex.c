/* odd: a function that holds a recursive mutex calls itself
 * expect: EXITED(0)
 * prints: 2 threads, 20 levels
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

static pthread_mutex_t mutex;
static int levels;

static void go_down(int depth)
{
	ZERO(pthread_mutex_lock(&mutex));
	levels++;
	if (depth > 1)
		go_down(depth - 1);
	ZERO(pthread_mutex_unlock(&mutex));
}

static void *run(void *nothing)
{
	go_down(10);
	return nothing;
}

int main(void)
{
	pthread_mutexattr_t attributes;
	pthread_t threads[2];

	ZERO(pthread_mutexattr_init(&attributes));
	ZERO(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE));
	ZERO(pthread_mutex_init(&mutex, &attributes));
	ZERO(pthread_mutexattr_destroy(&attributes));
	for (int i = 0; i < 2; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < 2; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("2 threads, %d levels\n", levels);
	ZERO(pthread_mutex_destroy(&mutex));
	return 0;
}
