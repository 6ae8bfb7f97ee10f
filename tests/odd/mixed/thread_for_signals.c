/* odd: all signals are blocked but in one thread, which waits for them with sigwait()
 * expect: EXITED(0)
 * prints: SIGUSR1 was counted 5 times
 * mechanisms: pthread, posix-sem, signal */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>

#include "odd.h"

enum { TIMES = 5 };

static sigset_t set;
static sem_t taken;
static int count;

static void *take(void *nothing)
{
	int signal;

	for (;;) {
		ZERO(sigwait(&set, &signal));
		if (signal == SIGTERM)
			return nothing;
		count++;
		OK(sem_post(&taken));
	}
}

int main(void)
{
	pthread_t thread;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	ZERO(pthread_sigmask(SIG_BLOCK, &set, NULL));
	OK(sem_init(&taken, 0, 0));
	ZERO(pthread_create(&thread, NULL, take, NULL));
	for (int i = 0; i < TIMES; i++) {
		/* To the process: whichever thread waits takes it. */
		OK(kill(getpid(), SIGUSR1));
		while (sem_wait(&taken) == -1)
			MUST(errno == EINTR);
	}
	OK(kill(getpid(), SIGTERM));
	ZERO(pthread_join(thread, NULL));
	OK(sem_destroy(&taken));
	printf("SIGUSR1 was counted %d times\n", count);
	return 0;
}
