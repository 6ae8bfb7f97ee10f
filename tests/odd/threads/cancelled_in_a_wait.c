/* odd: a thread is cancelled in pthread_cond_wait(), and its cleanup handlers unlock and free
 * expect: EXITED(0)
 * prints: cleaned up, the mutex is free
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int waiting, cleaned, never;

static void unlock(void *nothing)
{
	(void)nothing;
	cleaned++;
	ZERO(pthread_mutex_unlock(&mutex));
}

static void *wait_for_ever(void *nothing)
{
	void *buffer = malloc(100);

	MUST(buffer != NULL);
	pthread_cleanup_push(free, buffer);
	ZERO(pthread_mutex_lock(&mutex));
	pthread_cleanup_push(unlock, NULL);
	waiting = 1;
	ZERO(pthread_cond_broadcast(&changed));
	while (!never)
		ZERO(pthread_cond_wait(&changed, &mutex));
	pthread_cleanup_pop(1);
	pthread_cleanup_pop(1);
	return nothing;
}

int main(void)
{
	pthread_t thread;
	void *result;

	ZERO(pthread_create(&thread, NULL, wait_for_ever, NULL));
	ZERO(pthread_mutex_lock(&mutex));
	while (!waiting)
		ZERO(pthread_cond_wait(&changed, &mutex));
	ZERO(pthread_mutex_unlock(&mutex));
	ZERO(pthread_cancel(thread));
	ZERO(pthread_join(thread, &result));
	MUST(result == PTHREAD_CANCELED && cleaned == 1);
	ZERO(pthread_mutex_lock(&mutex));
	ZERO(pthread_mutex_unlock(&mutex));
	ZERO(pthread_cond_destroy(&changed));
	ZERO(pthread_mutex_destroy(&mutex));
	puts("cleaned up, the mutex is free");
	return 0;
}
