/* odd: threads of two processes add to one counter under a mutex that all of them share
 * expect: EXITED(0)
 * prints: 2 processes of 3 threads counted to 600
 * mechanisms: pthread, shm-anonymous */
#include <pthread.h>
#include <sys/mman.h>

#include "odd.h"

enum { THREADS = 3, ROUNDS = 100 };

struct shared {
	pthread_mutex_t mutex;
	int count;
};

static void *run(void *data)
{
	struct shared *shared = data;

	for (int i = 0; i < ROUNDS; i++) {
		ZERO(pthread_mutex_lock(&shared->mutex));
		shared->count++;
		ZERO(pthread_mutex_unlock(&shared->mutex));
	}
	return NULL;
}

static void run_threads(struct shared *shared)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, shared));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
}

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attributes;
	pid_t child;

	MUST(shared != MAP_FAILED);
	ZERO(pthread_mutexattr_init(&attributes));
	ZERO(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	ZERO(pthread_mutex_init(&shared->mutex, &attributes));
	ZERO(pthread_mutexattr_destroy(&attributes));
	child = (pid_t)OK(fork());
	if (child == 0) {
		run_threads(shared);
		_exit(0);
	}
	run_threads(shared);
	wait_well(child);
	printf("2 processes of %d threads counted to %d\n", THREADS, shared->count);
	ZERO(pthread_mutex_destroy(&shared->mutex));
	OK(munmap(shared, sizeof(*shared)));
	return 0;
}
