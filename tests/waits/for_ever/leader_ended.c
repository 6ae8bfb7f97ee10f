/* waits: for a mutex, in a thread whose main thread has ended
 * expect: DEADLOCKED
 * says: waits in pthread_mutex_lock\(\) on the mutex lock at.*It holds that mutex itself already
 */
#include "../waits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *take_twice(void *unused)
{
	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, take_twice, 0);
	pthread_exit(0);
}
