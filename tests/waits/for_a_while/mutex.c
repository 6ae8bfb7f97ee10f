/* waits: for a mutex that another thread holds while it computes
 * expect: EXITED(0)
 */
#include "../waits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t held;

static void *hold(void *unused)
{
	pthread_mutex_lock(&lock);
	pthread_barrier_wait(&held);
	compute();
	pthread_mutex_unlock(&lock);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&held, 0, 2);
	pthread_create(&thread, 0, hold, 0);
	pthread_barrier_wait(&held);
	return pthread_mutex_lock(&lock) || pthread_join(thread, 0);
}
