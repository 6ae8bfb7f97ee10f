/* waits: at a barrier for one that computes first
 * expect: EXITED(0)
 */
#include "../waits.h"

static pthread_barrier_t all;

static void *come(void *unused)
{
	compute();
	pthread_barrier_wait(&all);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&all, 0, 2);
	pthread_create(&thread, 0, come, 0);
	pthread_barrier_wait(&all);
	return pthread_join(thread, 0);
}
