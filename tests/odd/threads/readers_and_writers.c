/* odd: readers and writers under a read-write lock, one try that must fail
 * expect: EXITED(0)
 * prints: 300 writes, never half done
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { WRITERS = 3, READERS = 3, ROUNDS = 100 };

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int first, second;

static void *write_both(void *nothing)
{
	for (int i = 0; i < ROUNDS; i++) {
		ZERO(pthread_rwlock_wrlock(&lock));
		first++;
		second++;
		ZERO(pthread_rwlock_unlock(&lock));
	}
	return nothing;
}

static void *read_both(void *nothing)
{
	for (int i = 0; i < ROUNDS; i++) {
		ZERO(pthread_rwlock_rdlock(&lock));
		MUST(first == second);
		ZERO(pthread_rwlock_unlock(&lock));
	}
	return nothing;
}

int main(void)
{
	pthread_t threads[WRITERS + READERS];

	ZERO(pthread_rwlock_rdlock(&lock));
	MUST(pthread_rwlock_trywrlock(&lock) == EBUSY);
	ZERO(pthread_rwlock_unlock(&lock));
	for (int i = 0; i < WRITERS + READERS; i++)
		ZERO(pthread_create(&threads[i], NULL, i < WRITERS ? write_both : read_both, NULL));
	for (int i = 0; i < WRITERS + READERS; i++)
		ZERO(pthread_join(threads[i], NULL));
	ZERO(pthread_rwlock_destroy(&lock));
	printf("%d writes, never half done\n", first);
	return 0;
}
