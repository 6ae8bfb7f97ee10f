/* explorer: none
 * A handler posts the semaphore that its own thread waits for: sem_post() is one of the few that a
 * handler may call (signal-safety(7)).
 */
#include <assert.h>
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static sem_t told;

static void on_signal(int number)
{
	(void)number;
	sem_post(&told);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sem_init(&told, 0, 0);
	sigaction(SIGUSR1, &action, NULL);
	if (fork() == 0) {
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	while (sem_wait(&told) < 0)
		assert(errno == EINTR);
	assert(wait(NULL) > 0);
	return 0;
}
