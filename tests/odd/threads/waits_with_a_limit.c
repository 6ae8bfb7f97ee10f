/* odd: a timed wait that nobody ends, then a broadcast that wakes three at once
 * expect: EXITED(0)
 * prints: nobody came in time
 * prints: 3 were woken
 * mechanisms: pthread */
#include <pthread.h>
#include <time.h>

#include "odd.h"

enum { THREADS = 3 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static int ready, waiting, woken;

static void *run(void *nothing)
{
	ZERO(pthread_mutex_lock(&mutex));
	waiting++;
	ZERO(pthread_cond_broadcast(&changed));
	while (!ready)
		ZERO(pthread_cond_wait(&changed, &mutex));
	woken++;
	ZERO(pthread_mutex_unlock(&mutex));
	return nothing;
}

/* ready stays 0: the wait ends by its limit, whatever else wakes it. */
static void wait_in_vain(void)
{
	struct timespec until;
	int error = 0;

	OK(clock_gettime(CLOCK_MONOTONIC, &until));
	until.tv_nsec += 100000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	ZERO(pthread_mutex_lock(&mutex));
	while (!ready && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&changed, &mutex, &until);
	MUST(!ready && error == ETIMEDOUT);
	ZERO(pthread_mutex_unlock(&mutex));
}

int main(void)
{
	pthread_condattr_t attributes;
	pthread_t threads[THREADS];

	ZERO(pthread_condattr_init(&attributes));
	ZERO(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
	ZERO(pthread_cond_init(&changed, &attributes));
	ZERO(pthread_condattr_destroy(&attributes));
	wait_in_vain();
	puts("nobody came in time");
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	ZERO(pthread_mutex_lock(&mutex));
	while (waiting < THREADS)
		ZERO(pthread_cond_wait(&changed, &mutex));
	ready = 1;
	ZERO(pthread_cond_broadcast(&changed));
	ZERO(pthread_mutex_unlock(&mutex));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("%d were woken\n", woken);
	ZERO(pthread_cond_destroy(&changed));
	ZERO(pthread_mutex_destroy(&mutex));
	return 0;
}
