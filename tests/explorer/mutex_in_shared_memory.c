/* explorer: none
 * Two children add to a counter under a mutex; both lie in shared memory.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	pthread_mutex_t lock;
	int counter;
};

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attributes;
	pthread_mutex_t *lock = &shared->lock;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(lock, &attributes);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			pthread_mutex_lock(lock);
			shared->counter++;
			pthread_mutex_unlock(lock);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return shared->counter != 2;
}
