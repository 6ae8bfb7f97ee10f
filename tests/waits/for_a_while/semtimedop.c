/* waits: for a semaphore that a child adds to, at most a minute
 * expect: EXITED(0)
 */
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

#include "../waits.h"

int main(void)
{
	int set = semget(IPC_PRIVATE, 1, 0600);
	struct sembuf take = { .sem_op = -1 }, add = { .sem_op = 1 };

	if (fork() == 0) {
		compute();
		return semop(set, &add, 1);
	}
	return semtimedop(set, &take, 1, &(struct timespec){ 60 }) || child_failed() ||
	       semctl(set, 0, IPC_RMID);
}
