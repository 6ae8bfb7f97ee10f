/* waits: at a barrier for three, of which only two come
 * expect: DEADLOCKED
 * says: waits in pthread_barrier_wait\(\) on the barrier all at.*2 of 3 threads have come. The only other task that is left waits too, so nobody can come to it.*pthread_barrier_wait\(3\)
 */
#include "../waits.h"

static pthread_barrier_t all;

static void *come(void *unused)
{
	pthread_barrier_wait(&all); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&all, 0, 3);
	pthread_create(&thread, 0, come, 0);
	come(0);
	return 0;
}
