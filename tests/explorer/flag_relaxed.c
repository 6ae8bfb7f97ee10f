/* explorer: race
 * A child publishes a result in shared memory by an atomic flag, with relaxed order.
 */
#include <assert.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	atomic_int ready;
	int result;
};

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (fork() == 0) {
		shared->result = 42;
		atomic_store_explicit(&shared->ready, 1, memory_order_relaxed);
		_exit(0);
	}
	while (!atomic_load_explicit(&shared->ready, memory_order_relaxed))
		;
	assert(shared->result == 42);
	wait(NULL);
	return 0;
}
