/* waits: for a function that another thread's pthread_once() calls
 * expect: EXITED(0)
 */
#include "../waits.h"

static pthread_once_t ready = PTHREAD_ONCE_INIT;
static pthread_barrier_t begun;

static void make_ready(void)
{
	pthread_barrier_wait(&begun);
	compute();
}

static void *begin(void *unused)
{
	pthread_once(&ready, make_ready);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_barrier_init(&begun, 0, 2);
	pthread_create(&thread, 0, begin, 0);
	pthread_barrier_wait(&begun);
	return pthread_once(&ready, make_ready) || pthread_join(thread, 0);
}
