/* odd: the owner of a robust mutex is killed while another process sleeps for that mutex
 * expect: EXITED(0)
 * prints: the waiter was given the mutex of the dead
 * mechanisms: pthread, pipe, shm-anonymous, signal */
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

#include "odd.h"

static pthread_mutex_t *make_mutex(void)
{
	pthread_mutex_t *mutex = mmap(NULL, sizeof(*mutex), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attributes;

	MUST(mutex != MAP_FAILED);
	ZERO(pthread_mutexattr_init(&attributes));
	ZERO(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	ZERO(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
	ZERO(pthread_mutex_init(mutex, &attributes));
	ZERO(pthread_mutexattr_destroy(&attributes));
	return mutex;
}

static pid_t start_owner(pthread_mutex_t *mutex)
{
	int locked[2];
	pid_t owner;
	char byte;

	OK(pipe(locked));
	owner = (pid_t)OK(fork());
	if (owner == 0) {
		ZERO(pthread_mutex_lock(mutex));
		write_all(locked[1], "!", 1);
		for (;;)
			pause();
	}
	OK(close(locked[1]));
	MUST(read_all(locked[0], &byte, 1) == 1);
	OK(close(locked[0]));
	return owner;
}

int main(void)
{
	pthread_mutex_t *mutex = make_mutex();
	pid_t owner = start_owner(mutex), waiter = (pid_t)OK(fork());
	int status;

	if (waiter == 0) {
		MUST(pthread_mutex_lock(mutex) == EOWNERDEAD);
		ZERO(pthread_mutex_consistent(mutex));
		ZERO(pthread_mutex_unlock(mutex));
		_exit(0);
	}
	OK(kill(owner, SIGKILL));
	status = wait_for(owner);
	MUST(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	wait_well(waiter);
	ZERO(pthread_mutex_destroy(mutex));
	OK(munmap(mutex, sizeof(*mutex)));
	puts("the waiter was given the mutex of the dead");
	return 0;
}
