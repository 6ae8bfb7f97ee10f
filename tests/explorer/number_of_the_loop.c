/* explorer: race
 * Two threads get the address of the loop's variable, which goes on meanwhile.
 */
#include <pthread.h>

static int seen[3];

static void *note(void *number)
{
	seen[*(int *)number] = 1;
	return NULL;
}

int main(void)
{
	pthread_t threads[2];
	int i;

	for (i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, note, &i);
	for (int k = 0; k < 2; k++)
		pthread_join(threads[k], NULL);
	return 0;
}
