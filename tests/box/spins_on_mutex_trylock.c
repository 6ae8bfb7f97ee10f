/* box: a loop of pthread_mutex_trylock() on a mutex that its thread holds itself
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.memory.*main.*spins_on_mutex_trylock.c.@HERE@ */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
	pthread_mutex_lock(&mutex);
	while (pthread_mutex_trylock(&mutex) != 0) /* HERE */
		;
	return 0;
}
