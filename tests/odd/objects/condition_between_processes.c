/* odd: a condition variable and a barrier in memory that processes share
 * expect: EXITED(0)
 * prints: 3 processes met, 30 turns were taken
 * mechanisms: pthread, shm-anonymous */
#include <pthread.h>
#include <sys/mman.h>

#include "odd.h"

enum { PROCESSES = 3, TURNS = 10 };

struct shared {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	pthread_barrier_t barrier;
	int turn, taken;
};

static void init(struct shared *shared)
{
	pthread_mutexattr_t mutex;
	pthread_condattr_t condition;
	pthread_barrierattr_t barrier;

	ZERO(pthread_mutexattr_init(&mutex));
	ZERO(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED));
	ZERO(pthread_mutex_init(&shared->mutex, &mutex));
	ZERO(pthread_mutexattr_destroy(&mutex));
	ZERO(pthread_condattr_init(&condition));
	ZERO(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED));
	ZERO(pthread_cond_init(&shared->changed, &condition));
	ZERO(pthread_condattr_destroy(&condition));
	ZERO(pthread_barrierattr_init(&barrier));
	ZERO(pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED));
	ZERO(pthread_barrier_init(&shared->barrier, &barrier, PROCESSES));
	ZERO(pthread_barrierattr_destroy(&barrier));
}

static void meet(struct shared *shared)
{
	int result = pthread_barrier_wait(&shared->barrier);

	MUST(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
}

static void take_turns(struct shared *shared, int me)
{
	meet(shared);
	ZERO(pthread_mutex_lock(&shared->mutex));
	for (int i = 0; i < TURNS; i++) {
		while (shared->turn != me)
			ZERO(pthread_cond_wait(&shared->changed, &shared->mutex));
		shared->turn = (me + 1) % PROCESSES;
		shared->taken++;
		ZERO(pthread_cond_broadcast(&shared->changed));
	}
	ZERO(pthread_mutex_unlock(&shared->mutex));
	meet(shared);
}

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t children[PROCESSES];

	MUST(shared != MAP_FAILED);
	init(shared);
	for (int i = 1; i < PROCESSES; i++) {
		children[i] = (pid_t)OK(fork());
		if (children[i] == 0) {
			take_turns(shared, i);
			_exit(0);
		}
	}
	take_turns(shared, 0);
	for (int i = 1; i < PROCESSES; i++)
		wait_well(children[i]);
	printf("%d processes met, %d turns were taken\n", PROCESSES, shared->taken);
	ZERO(pthread_barrier_destroy(&shared->barrier));
	ZERO(pthread_cond_destroy(&shared->changed));
	ZERO(pthread_mutex_destroy(&shared->mutex));
	OK(munmap(shared, sizeof(*shared)));
	return 0;
}
