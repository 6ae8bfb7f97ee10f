/* odd: very short critical sections under pthread_spin_lock()
 * expect: EXITED(0)
 * prints: 2000
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 2, ROUNDS = 1000 };

static pthread_spinlock_t lock;
static int count;

static void *run(void *nothing)
{
	for (int i = 0; i < ROUNDS; i++) {
		ZERO(pthread_spin_lock(&lock));
		count++;
		ZERO(pthread_spin_unlock(&lock));
	}
	return nothing;
}

int main(void)
{
	pthread_t threads[THREADS];

	ZERO(pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	ZERO(pthread_spin_destroy(&lock));
	printf("%d\n", count);
	return 0;
}
