/* explorer: race
 * Threads: the eventfd that tells of a result is read without waiting, and without a look at what
 * read() says.
 */
#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static int result;
static int done;

static void *compute(void *unused)
{
	const uint64_t one = 1;

	(void)unused;
	result = 42;
	return write(done, &one, sizeof(one)) == sizeof(one) ? NULL : &result;
}

int main(void)
{
	pthread_t thread;
	uint64_t count;

	done = eventfd(0, EFD_NONBLOCK);
	pthread_create(&thread, NULL, compute, NULL);
	if (read(done, &count, sizeof(count)) < 0)
		count = 0;
	count += (uint64_t)result;
	pthread_join(thread, NULL);
	return count == 0;
}
