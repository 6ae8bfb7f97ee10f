/* odd: each thread has data of its own that a destructor frees when it ends
 * expect: EXITED(0)
 * prints: 5 destructors, sum 10
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 5 };

static pthread_key_t key;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int destructors, sum;

static void destroy(void *data)
{
	ZERO(pthread_mutex_lock(&mutex));
	destructors++;
	sum += *(int *)data;
	ZERO(pthread_mutex_unlock(&mutex));
	free(data);
}

static void *run(void *number)
{
	int *own = malloc(sizeof(*own));

	MUST(own != NULL);
	*own = *(const int *)number;
	ZERO(pthread_setspecific(key, own));
	MUST(pthread_getspecific(key) == own);
	return NULL;
}

int main(void)
{
	static const int numbers[THREADS] = { 0, 1, 2, 3, 4 };
	pthread_t threads[THREADS];

	ZERO(pthread_key_create(&key, destroy));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, (void *)&numbers[i]));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	ZERO(pthread_key_delete(key));
	ZERO(pthread_mutex_destroy(&mutex));
	printf("%d destructors, sum %d\n", destructors, sum);
	return 0;
}
