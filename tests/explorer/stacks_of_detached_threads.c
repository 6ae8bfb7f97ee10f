/* explorer: none
 * Detached threads one after the other, each with a buffer on its stack, which the next may get.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t ended;

static void *work(void *number)
{
	char text[64];

	sem_post(&ended);
	snprintf(text, sizeof(text), "%d", *(int *)number);
	text[1] = text[0];
	return NULL;
}

int main(void)
{
	static int numbers[3];

	sem_init(&ended, 0, 0);
	for (int i = 0; i < 3; i++) {
		pthread_t thread;

		numbers[i] = i;
		pthread_create(&thread, NULL, work, &numbers[i]);
		pthread_detach(thread);
		sem_wait(&ended);
	}
	pthread_exit(NULL);
}
