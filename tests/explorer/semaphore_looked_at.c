/* explorer: none
 * A child leaves a result in shared memory, and posts; the parent looks until the semaphore has a
 * value.
 */
#include <assert.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	sem_t done;
	int result;
};

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int value = 0;

	sem_init(&shared->done, 1, 0);
	if (fork() == 0) {
		shared->result = 42;
		sem_post(&shared->done);
		_exit(0);
	}
	while (sem_getvalue(&shared->done, &value) == 0 && value == 0)
		sched_yield();
	assert(shared->result == 42);
	wait(NULL);
	return 0;
}
