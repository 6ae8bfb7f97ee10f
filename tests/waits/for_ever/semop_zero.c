/* waits: for a System V semaphore to become 0
 * expect: DEADLOCKED
 * says: waits in semop\(\) on semaphore 0 of the set.*It waits for the value 0, and the value is 2.*nobody|It waits for the value 0, and the value is 2.*No other task is left that could take from it
 */
#include <sys/ipc.h>
#include <sys/sem.h>

#include "../waits.h"

int main(void)
{
	int set = semget(IPC_PRIVATE, 1, 0600);
	struct sembuf zero = { .sem_op = 0 };

	semctl(set, 0, SETVAL, 2);
	semop(set, &zero, 1); /* HERE */
	return 0;
}
