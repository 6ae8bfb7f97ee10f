/* odd: sem_timedwait() gives up, and succeeds later, when the child has posted
 * expect: EXITED(0)
 * prints: not yet
 * prints: now
 * mechanisms: shm-anonymous, posix-sem, pipe */
#include <semaphore.h>
#include <sys/mman.h>
#include <time.h>

#include "odd.h"

static int wait_until(sem_t *sem, long ms)
{
	struct timespec until;
	int result;

	OK(clock_gettime(CLOCK_REALTIME, &until));
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	while ((result = sem_timedwait(sem, &until)) == -1 && errno == EINTR)
		continue;
	return result == 0 ? 0 : errno;
}

int main(void)
{
	sem_t *sem = mmap(NULL, sizeof(*sem), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int go[2];
	pid_t child;
	char byte;

	MUST(sem != MAP_FAILED);
	OK(sem_init(sem, 1, 0));
	OK(pipe(go));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(go[1]));
		MUST(read_all(go[0], &byte, 1) == 0);
		OK(sem_post(sem));
		_exit(0);
	}
	OK(close(go[0]));
	MUST(wait_until(sem, 50) == ETIMEDOUT);
	puts("not yet");
	OK(close(go[1]));
	while (sem_wait(sem) == -1)
		MUST(errno == EINTR);
	puts("now");
	wait_well(child);
	OK(sem_destroy(sem));
	OK(munmap(sem, sizeof(*sem)));
	return 0;
}
