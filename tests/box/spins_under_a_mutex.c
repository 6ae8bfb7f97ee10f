/* box: a flag that is looked at again and again under a mutex
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.memory.*main.*spins_under_a_mutex.c.@HERE@ */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int ready;

int main(void)
{
	for (;;) { /* HERE */
		pthread_mutex_lock(&mutex);
		if (ready)
			break;
		pthread_mutex_unlock(&mutex);
	}
	return 0;
}
