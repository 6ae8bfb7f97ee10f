/* explorer: none
 * A child fills a box in shared memory, for which the parent waits at a condition there.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	int box;
};

static void init(struct shared *shared)
{
	pthread_mutexattr_t lock;
	pthread_condattr_t filled;

	pthread_mutexattr_init(&lock);
	pthread_mutexattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&shared->lock, &lock);
	pthread_condattr_init(&filled);
	pthread_condattr_setpshared(&filled, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&shared->filled, &filled);
}

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	init(shared);
	if (fork() == 0) {
		pthread_mutex_lock(&shared->lock);
		shared->box = 42;
		pthread_cond_signal(&shared->filled);
		pthread_mutex_unlock(&shared->lock);
		_exit(0);
	}
	pthread_mutex_lock(&shared->lock);
	while (shared->box == 0)
		pthread_cond_wait(&shared->filled, &shared->lock);
	pthread_mutex_unlock(&shared->lock);
	wait(NULL);
	return 0;
}
