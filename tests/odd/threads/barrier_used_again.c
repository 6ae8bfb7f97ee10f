/* odd: one barrier separates twenty rounds, in each of which every thread reads what its neighbour wrote
 * expect: EXITED(0)
 * prints: 20 rounds, 20 serial threads
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 4, ROUNDS = 20 };

static pthread_barrier_t barrier;
static int written[THREADS];
static int serial[THREADS];

static void meet(int me)
{
	int result = pthread_barrier_wait(&barrier);

	MUST(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
	serial[me] += result == PTHREAD_BARRIER_SERIAL_THREAD;
}

static void *run(void *number)
{
	int me = *(const int *)number;

	for (int i = 1; i <= ROUNDS; i++) {
		written[me] = i;
		meet(me);
		MUST(written[(me + 1) % THREADS] == i);
		meet(me);
	}
	return NULL;
}

int main(void)
{
	static const int numbers[THREADS] = { 0, 1, 2, 3 };
	pthread_t threads[THREADS];
	int serials = 0;

	ZERO(pthread_barrier_init(&barrier, NULL, THREADS));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, (void *)&numbers[i]));
	for (int i = 0; i < THREADS; i++) {
		ZERO(pthread_join(threads[i], NULL));
		serials += serial[i];
	}
	ZERO(pthread_barrier_destroy(&barrier));
	printf("%d rounds, %d serial threads\n", ROUNDS, serials / 2);
	return 0;
}
