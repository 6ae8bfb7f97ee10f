/* explorer: deadlock
 * A producer and a consumer in threads: each takes the lock, and waits with it for room or items.
 */
#include <pthread.h>
#include <semaphore.h>

enum { ROOM = 1, ITEMS = 3 };

static sem_t room, items, lock;
static int count;

static void *produce(void *unused)
{
	(void)unused;
	for (int i = 0; i < ITEMS; i++) {
		sem_wait(&lock);
		sem_wait(&room);
		count++;
		sem_post(&lock);
		sem_post(&items);
	}
	return NULL;
}

static void *consume(void *unused)
{
	(void)unused;
	for (int i = 0; i < ITEMS; i++) {
		sem_wait(&lock);
		sem_wait(&items);
		count--;
		sem_post(&lock);
		sem_post(&room);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	sem_init(&room, 0, ROOM);
	sem_init(&items, 0, 0);
	sem_init(&lock, 0, 1);
	pthread_create(&threads[0], NULL, produce, NULL);
	pthread_create(&threads[1], NULL, consume, NULL);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	return count;
}
