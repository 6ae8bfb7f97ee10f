/* waits: for a thread that computes
 * expect: EXITED(0)
 */
#include "../waits.h"

static void *work(void *unused)
{
	compute();
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, work, 0);
	return pthread_join(thread, 0);
}
