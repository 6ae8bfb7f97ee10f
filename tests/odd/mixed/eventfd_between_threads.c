/* odd: an eventfd orders what one thread writes and the other reads, which Helgrind does not know
 * expect: EXITED(0)
 * prints: handed over 10 times, sum 55
 * mechanisms: pthread, eventfd */
#include <pthread.h>
#include <stdint.h>
#include <sys/eventfd.h>

#include "odd.h"

enum { TIMES = 10 };

static int full, empty;
static int value;

static void up(int fd)
{
	const uint64_t one = 1;

	write_all(fd, &one, sizeof(one));
}

static void down(int fd)
{
	uint64_t one;

	MUST(read_all(fd, &one, sizeof(one)) == sizeof(one) && one == 1);
}

static void *produce(void *nothing)
{
	for (int i = 1; i <= TIMES; i++) {
		down(empty);
		value = i;
		up(full);
	}
	return nothing;
}

int main(void)
{
	pthread_t producer;
	int sum = 0;

	full = (int)OK(eventfd(0, EFD_SEMAPHORE | EFD_CLOEXEC));
	empty = (int)OK(eventfd(1, EFD_SEMAPHORE | EFD_CLOEXEC));
	ZERO(pthread_create(&producer, NULL, produce, NULL));
	for (int i = 0; i < TIMES; i++) {
		down(full);
		sum += value;
		up(empty);
	}
	ZERO(pthread_join(producer, NULL));
	OK(close(full));
	OK(close(empty));
	printf("handed over %d times, sum %d\n", TIMES, sum);
	return 0;
}
