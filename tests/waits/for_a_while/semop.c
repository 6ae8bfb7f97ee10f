/* waits: for a System V semaphore that a child adds to
 * expect: EXITED(0)
 */
#include <sys/ipc.h>
#include <sys/sem.h>

#include "../waits.h"

int main(void)
{
	int set = semget(IPC_PRIVATE, 1, 0600);
	struct sembuf take = { .sem_op = -1 }, add = { .sem_op = 1 };

	if (fork() == 0) {
		compute();
		return semop(set, &add, 1);
	}
	return semop(set, &take, 1) || child_failed() || semctl(set, 0, IPC_RMID);
}
