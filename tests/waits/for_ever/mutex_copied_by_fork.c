/* waits: for the copy of a mutex that another thread held at the time of fork
 * expect: DEADLOCKED
 * says: on the mutex lock at.*thread 1 held it when this process was made by fork\(\): the copy of the mutex here stays locked for ever
 */
#include "../waits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t held;

static void *hold(void *unused)
{
	pthread_mutex_lock(&lock);
	pthread_barrier_wait(&held);
	pause();
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&held, 0, 2);
	pthread_create(&thread, 0, hold, 0);
	pthread_barrier_wait(&held);
	if (fork() == 0)
		pthread_mutex_lock(&lock); /* HERE */
	wait(0); /* HERE */
	return 0;
}
