/* odd: nobody joins detached threads; a semaphore tells when each has done its work
 * expect: EXITED(0)
 * prints: 6 are done: 15
 * mechanisms: pthread, posix-sem */
#include <pthread.h>
#include <semaphore.h>

#include "odd.h"

enum { THREADS = 6 };

static sem_t done;
static int results[THREADS];

static void *run(void *result)
{
	*(int *)result += 1;
	OK(sem_post(&done));
	return NULL;
}

int main(void)
{
	pthread_attr_t attributes;
	int sum = 0;

	OK(sem_init(&done, 0, 0));
	ZERO(pthread_attr_init(&attributes));
	ZERO(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED));
	for (int i = 0; i < THREADS; i++) {
		pthread_t thread;

		results[i] = i - 1;
		ZERO(pthread_create(&thread, &attributes, run, &results[i]));
	}
	ZERO(pthread_attr_destroy(&attributes));
	for (int i = 0; i < THREADS; i++)
		while (sem_wait(&done) == -1)
			MUST(errno == EINTR);
	for (int i = 0; i < THREADS; i++)
		sum += results[i];
	/* The semaphore is not destroyed: the last thread may not have left sem_post() yet. */
	printf("%d are done: %d\n", THREADS, sum);
	return 0;
}
