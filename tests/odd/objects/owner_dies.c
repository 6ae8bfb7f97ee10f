/* odd: the owner of a robust mutex dies, and who gets EOWNERDEAD mends the data and goes on
 * expect: EXITED(0)
 * prints: mended: 2, 2
 * mechanisms: pthread, shm-anonymous */
#include <pthread.h>
#include <sys/mman.h>

#include "odd.h"

struct shared {
	pthread_mutex_t mutex;
	int a, b; /* equal, while nobody is inside */
};

static void init(struct shared *shared)
{
	pthread_mutexattr_t attributes;

	ZERO(pthread_mutexattr_init(&attributes));
	ZERO(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	ZERO(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
	ZERO(pthread_mutex_init(&shared->mutex, &attributes));
	ZERO(pthread_mutexattr_destroy(&attributes));
	shared->a = shared->b = 1;
}

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child;

	MUST(shared != MAP_FAILED);
	init(shared);
	child = (pid_t)OK(fork());
	if (child == 0) {
		ZERO(pthread_mutex_lock(&shared->mutex));
		shared->a = 2;
		_exit(0);
	}
	wait_well(child);
	MUST(pthread_mutex_lock(&shared->mutex) == EOWNERDEAD);
	shared->b = shared->a;
	ZERO(pthread_mutex_consistent(&shared->mutex));
	ZERO(pthread_mutex_unlock(&shared->mutex));
	ZERO(pthread_mutex_lock(&shared->mutex));
	printf("mended: %d, %d\n", shared->a, shared->b);
	ZERO(pthread_mutex_unlock(&shared->mutex));
	ZERO(pthread_mutex_destroy(&shared->mutex));
	OK(munmap(shared, sizeof(*shared)));
	return 0;
}
