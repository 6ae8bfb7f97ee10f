/* box: a named semaphore can be opened where only POSIX semaphores are allowed
 * options: --allow posix-sem
 * expect: EXITED(0) */
#include <fcntl.h>
#include <semaphore.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	sem_t *semaphore = sem_open("/turn", O_CREAT, 0600, 0);

	if (semaphore == SEM_FAILED)
		return 1;
	if (fork() == 0)
		return sem_post(semaphore) < 0;
	if (sem_wait(semaphore) < 0)
		return 2;
	wait(0);
	return sem_unlink("/turn") < 0 ? 3 : 0;
}
