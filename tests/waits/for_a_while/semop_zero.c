/* waits: for a System V semaphore to become 0, which a child takes from
 * expect: EXITED(0)
 */
#include <sys/ipc.h>
#include <sys/sem.h>

#include "../waits.h"

int main(void)
{
	int set = semget(IPC_PRIVATE, 1, 0600);
	struct sembuf zero = { .sem_op = 0 }, take = { .sem_op = -2 };

	semctl(set, 0, SETVAL, 2);
	if (fork() == 0) {
		compute();
		return semop(set, &take, 1);
	}
	return semop(set, &zero, 1) || child_failed() || semctl(set, 0, IPC_RMID);
}
