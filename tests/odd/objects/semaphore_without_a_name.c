/* odd: a named semaphore is unlinked as soon as it is open, and goes on to work in parent and child
 * expect: EXITED(0)
 * prints: 5 posts were waited for
 * mechanisms: posix-sem */
#include <fcntl.h>
#include <semaphore.h>

#include "odd.h"

int main(void)
{
	sem_t *sem = sem_open("/odd", O_CREAT | O_EXCL, 0600, 0);
	pid_t child;

	MUST(sem != SEM_FAILED);
	OK(sem_unlink("/odd"));
	child = (pid_t)OK(fork());
	if (child == 0) {
		for (int i = 0; i < 5; i++)
			OK(sem_post(sem));
		_exit(0);
	}
	for (int i = 0; i < 5; i++)
		while (sem_wait(sem) == -1)
			MUST(errno == EINTR);
	wait_well(child);
	OK(sem_close(sem));
	puts("5 posts were waited for");
	return 0;
}
