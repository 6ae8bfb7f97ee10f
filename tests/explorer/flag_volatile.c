/* explorer: race
 * A child publishes a result in shared memory by a volatile flag, which is not atomic.
 */
#include <assert.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	volatile int ready;
	int result;
};

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (fork() == 0) {
		shared->result = 42;
		shared->ready = 1;
		_exit(0);
	}
	while (!shared->ready)
		;
	assert(shared->result == 42);
	wait(NULL);
	return 0;
}
