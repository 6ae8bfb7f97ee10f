/* explorer: none
 * Two threads get memory by aligned_alloc() and free it: it may be the same memory.
 */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *unused)
{
	int *numbers = aligned_alloc(64, 64 * sizeof(int));

	(void)unused;
	if (!numbers)
		return NULL;
	for (int i = 0; i < 64; i++)
		numbers[i] = i;
	free(numbers);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
