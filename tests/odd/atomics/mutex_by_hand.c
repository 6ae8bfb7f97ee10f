/* odd: a mutex of three states over a futex, as "Futexes Are Tricky" tells, between threads
 * expect: EXITED(0)
 * prints: 4000
 * mechanisms: pthread */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>

#include "odd.h"

enum { THREADS = 4, ROUNDS = 1000, FREE = 0, TAKEN = 1, WAITED_FOR = 2 };

static atomic_int word = FREE;
static int count;

static void lock(void)
{
	int seen = FREE;

	if (atomic_compare_exchange_strong(&word, &seen, TAKEN))
		return;
	if (seen != WAITED_FOR)
		seen = atomic_exchange(&word, WAITED_FOR);
	while (seen != FREE) {
		if (syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, WAITED_FOR, NULL, NULL, 0) == -1)
			MUST(errno == EAGAIN || errno == EINTR);
		seen = atomic_exchange(&word, WAITED_FOR);
	}
}

static void unlock(void)
{
	if (atomic_exchange(&word, FREE) == WAITED_FOR)
		OK(syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
}

static void *run(void *nothing)
{
	for (int i = 0; i < ROUNDS; i++) {
		lock();
		count++;
		unlock();
	}
	return nothing;
}

int main(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("%d\n", count);
	return 0;
}
