/* odd: a pool of threads over a bounded queue of semaphores, ended by one poison pill each
 * expect: EXITED(0)
 * prints: 100 jobs: 4950
 * mechanisms: pthread, posix-sem */
#include <pthread.h>
#include <semaphore.h>

#include "odd.h"

enum { THREADS = 3, ROOM = 4, JOBS = 100, PILL = -1 };

static sem_t filled, empty;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int ring[ROOM], head, tail, jobs, sum;

static void down(sem_t *sem)
{
	while (sem_wait(sem) == -1)
		MUST(errno == EINTR);
}

static void put(int job)
{
	down(&empty);
	ZERO(pthread_mutex_lock(&mutex));
	ring[head++ % ROOM] = job;
	ZERO(pthread_mutex_unlock(&mutex));
	OK(sem_post(&filled));
}

static int take(void)
{
	int job;

	down(&filled);
	ZERO(pthread_mutex_lock(&mutex));
	job = ring[tail++ % ROOM];
	ZERO(pthread_mutex_unlock(&mutex));
	OK(sem_post(&empty));
	return job;
}

static void *run(void *nothing)
{
	for (int job; (job = take()) != PILL;) {
		ZERO(pthread_mutex_lock(&mutex));
		jobs++;
		sum += job;
		ZERO(pthread_mutex_unlock(&mutex));
	}
	return nothing;
}

int main(void)
{
	pthread_t threads[THREADS];

	OK(sem_init(&filled, 0, 0));
	OK(sem_init(&empty, 0, ROOM));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < JOBS; i++)
		put(i);
	for (int i = 0; i < THREADS; i++)
		put(PILL);
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	OK(sem_destroy(&filled));
	OK(sem_destroy(&empty));
	ZERO(pthread_mutex_destroy(&mutex));
	printf("%d jobs: %d\n", jobs, sum);
	return 0;
}
