/* waits: to lock for reading what another thread has locked and computes with
 * expect: EXITED(0)
 */
#include "../waits.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t held;

static void *hold(void *unused)
{
	pthread_rwlock_wrlock(&table);
	pthread_barrier_wait(&held);
	compute();
	pthread_rwlock_unlock(&table);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&held, 0, 2);
	pthread_create(&thread, 0, hold, 0);
	pthread_barrier_wait(&held);
	return pthread_rwlock_rdlock(&table) || pthread_join(thread, 0);
}
