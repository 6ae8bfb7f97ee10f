/* box: two threads that take two mutexes in opposite order
 * expect: DEADLOCKED */
#include <pthread.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t both_hold_one;

static void *other(void *unused)
{
	pthread_mutex_lock(&second);
	pthread_barrier_wait(&both_hold_one);
	pthread_mutex_lock(&first);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&both_hold_one, 0, 2);
	pthread_create(&thread, 0, other, 0);
	pthread_mutex_lock(&first);
	pthread_barrier_wait(&both_hold_one);
	pthread_mutex_lock(&second);
	return 0;
}
