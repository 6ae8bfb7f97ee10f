/* explorer: race
 * Two threads change a number each; main sleeps for a second, which is no way to wait for them.
 */
#include <assert.h>
#include <pthread.h>
#include <unistd.h>

static void *twice(void *number)
{
	*(int *)number *= 2;
	return NULL;
}

int main(void)
{
	pthread_t threads[2];
	int numbers[2];

	for (int i = 0; i < 2; i++) {
		numbers[i] = i;
		pthread_create(&threads[i], NULL, twice, &numbers[i]);
	}
	sleep(1);
	assert(numbers[0] == 0 && numbers[1] == 2);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
