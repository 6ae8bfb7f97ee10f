/* explorer: race
 * Two children add to a counter in shared memory when they have let go of the spin lock.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	pthread_spinlock_t lock;
	int counter;
};

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	pthread_spin_init(&shared->lock, PTHREAD_PROCESS_SHARED);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			pthread_spin_lock(&shared->lock);
			pthread_spin_unlock(&shared->lock);
			shared->counter++;
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return shared->counter != 2;
}
