/* waits: for a mutex (PTHREAD_MUTEX_ERRORCHECK) of a thread that waits for this one
 * expect: DEADLOCKED
 * says: on the mutex lock at.*They wait for each other in a circle.*mutex_errorcheck holds it and waits itself at
 */
#include "../waits.h"

static pthread_mutex_t lock;

static void *take(void *unused)
{
	pthread_mutex_lock(&lock); /* HERE */
	return unused;
}

int main(void)
{
	pthread_mutexattr_t attributes;
	pthread_t thread;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&lock, &attributes);
	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock);
	pthread_create(&thread, 0, take, 0);
	pthread_join(thread, 0); /* HERE */
	return 0;
}
