/* explorer: none
 * Two threads get the address of a number of their own, and main reads it when they have ended.
 */
#include <assert.h>
#include <pthread.h>

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
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert(numbers[0] == 0 && numbers[1] == 2);
	return 0;
}
