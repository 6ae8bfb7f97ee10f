/*
 * A condition that is signalled after its mutex was unlocked, which POSIX allows, and a
 * robust mutex whose owner ends.
 * expect: no accusation
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_mutex_t robust;
static int ready;

static void *wait_for_it(void *data)
{
	pthread_mutex_lock(&mutex);
	while (!ready)
		pthread_cond_wait(&condition, &mutex);
	pthread_mutex_unlock(&mutex);
	return data;
}

static void *leave_it_locked(void *data)
{
	pthread_mutex_lock(&robust);
	return data;
}

int main(void)
{
	pthread_mutexattr_t attributes;
	pthread_t thread;

	pthread_create(&thread, NULL, wait_for_it, NULL);
	pthread_mutex_lock(&mutex);
	ready = 1;
	pthread_mutex_unlock(&mutex);
	pthread_cond_signal(&condition);
	pthread_join(thread, NULL);

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&robust, &attributes);
	pthread_create(&thread, NULL, leave_it_locked, NULL);
	pthread_join(thread, NULL);
	if (pthread_mutex_lock(&robust) != EOWNERDEAD)
		return 1;
	pthread_mutex_consistent(&robust);
	pthread_mutex_unlock(&robust);
	return 0;
}
