/* waits: for a System V semaphore that a child which has ended took last
 * expect: DEADLOCKED
 * says: waits in semop\(\) on semaphore 1 of the set [0-9]+ \(key 0x00004711\) at.*Its value is 0, and 1 is to be taken from it. Process [0-9]+ changed it last, and has ended. No other task is left that could add to it.*SEM_UNDO.*semop\(2\)
 */
#include <sys/ipc.h>
#include <sys/sem.h>

#include "../waits.h"

int main(void)
{
	int set = semget(0x4711, 2, IPC_CREAT | 0600);
	struct sembuf take = { .sem_num = 1, .sem_op = -1 };

	semctl(set, 1, SETVAL, 1);
	if (fork() == 0)
		return semop(set, &take, 1);
	wait(0);
	semop(set, &take, 1); /* HERE */
	return 0;
}
