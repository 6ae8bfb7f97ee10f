/* odd: main() returns while a detached thread waits for work that never comes, which ends it
 * expect: EXITED(0)
 * prints: the server thread is ready
 * mechanisms: pthread, pipe, posix-sem */
#include <pthread.h>
#include <semaphore.h>

#include "odd.h"

static int ends[2];
static sem_t ready;

static void *serve(void *nothing)
{
	char byte;

	OK(sem_post(&ready));
	while (read_all(ends[0], &byte, 1) == 1)
		continue;
	return nothing;
}

int main(void)
{
	pthread_t thread;

	OK(pipe(ends));
	OK(sem_init(&ready, 0, 0));
	ZERO(pthread_create(&thread, NULL, serve, NULL));
	ZERO(pthread_detach(thread));
	while (sem_wait(&ready) == -1)
		MUST(errno == EINTR);
	puts("the server thread is ready");
	return 0;
}
