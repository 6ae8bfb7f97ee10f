/* waits: for a mutex (robust) of a thread that waits for a signal
 * expect: DEADLOCKED
 * says: on the mutex lock at.*thread 1 holds it and waits itself at mutex_robust.c
 */
#include "../waits.h"

static pthread_mutex_t lock;
static pthread_barrier_t held;

static void make(void)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&lock, &attributes);
	pthread_barrier_init(&held, 0, 2);
}

static void *hold(void *unused)
{
	pthread_mutex_lock(&lock);
	pthread_barrier_wait(&held);
	pause(); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	make();
	pthread_create(&thread, 0, hold, 0);
	pthread_barrier_wait(&held);
	pthread_mutex_lock(&lock); /* HERE */
	return 0;
}
