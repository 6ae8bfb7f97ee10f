/* odd: one producer, one consumer, a ring without locks; who finds it full or empty sleeps in a futex
 * expect: EXITED(0)
 * prints: 5000 items in order
 * mechanisms: pthread */
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>

#include "odd.h"

enum { ROOM = 16, ITEMS = 5000 };

static int ring[ROOM];
static atomic_uint head, tail; /* written by the producer, by the consumer */

/* Sleeps while the word is what was seen; whoever changes it wakes. */
static void sleep_while(atomic_uint *word, unsigned seen)
{
	if (syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0) == -1)
		MUST(errno == EAGAIN || errno == EINTR);
}

static void wake(atomic_uint *word)
{
	OK(syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0));
}

static void *produce(void *nothing)
{
	for (unsigned at = 0; at < ITEMS; at++) {
		unsigned taken;

		while (at - (taken = atomic_load_explicit(&tail, memory_order_acquire)) == ROOM)
			sleep_while(&tail, taken);
		ring[at % ROOM] = (int)at;
		atomic_store_explicit(&head, at + 1, memory_order_release);
		wake(&head);
	}
	return nothing;
}

int main(void)
{
	pthread_t producer;

	ZERO(pthread_create(&producer, NULL, produce, NULL));
	for (unsigned at = 0; at < ITEMS; at++) {
		unsigned there;

		while ((there = atomic_load_explicit(&head, memory_order_acquire)) == at)
			sleep_while(&head, there);
		MUST(ring[at % ROOM] == (int)at);
		atomic_store_explicit(&tail, at + 1, memory_order_release);
		wake(&tail);
	}
	ZERO(pthread_join(producer, NULL));
	printf("%d items in order\n", ITEMS);
	return 0;
}
