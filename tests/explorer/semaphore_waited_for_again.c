/* explorer: none
 * sem_wait() that a signal has ended is called again, until it has the semaphore.
 */
#include <assert.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	sem_t free;
	volatile int inside;
};

static void on_signal(int number)
{
	(void)number;
}

static void enter(struct shared *shared)
{
	while (sem_wait(&shared->free) < 0)
		;
	assert(__atomic_fetch_add(&shared->inside, 1, __ATOMIC_SEQ_CST) == 0);
	__atomic_fetch_sub(&shared->inside, 1, __ATOMIC_SEQ_CST);
	sem_post(&shared->free);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	sem_init(&shared->free, 1, 1);
	sigaction(SIGUSR1, &action, NULL);
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			if (i == 0)
				kill(getppid(), SIGUSR1);
			enter(shared);
			_exit(0);
		}
	enter(shared);
	for (int i = 0, status; i < 2; i++) {
		while (wait(&status) < 0)
			;
		assert(WIFEXITED(status));
	}
	return 0;
}
