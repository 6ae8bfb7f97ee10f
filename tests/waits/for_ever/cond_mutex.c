/* waits: for the mutex that it gave away in pthread_cond_wait
 * expect: DEADLOCKED
 * says: waits in pthread_cond_wait\(\) on the mutex lock at cond_mutex.c.*thread 1 holds it and waits itself at cond_mutex.c
 */
#include "../waits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void *signal_and_stay(void *unused)
{
	pthread_mutex_lock(&lock);
	pthread_cond_signal(&changed);
	pause(); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_mutex_lock(&lock);
	pthread_create(&thread, 0, signal_and_stay, 0);
	pthread_cond_wait(&changed, &lock); /* HERE */
	return 0;
}
