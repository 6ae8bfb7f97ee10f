/* explorer: none
 * Threads: a result lies in a global variable, and an eventfd tells that it is there.
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

	done = eventfd(0, 0);
	pthread_create(&thread, NULL, compute, NULL);
	if (read(done, &count, sizeof(count)) != sizeof(count))
		return 1;
	assert(result == 42);
	pthread_join(thread, NULL);
	return 0;
}
