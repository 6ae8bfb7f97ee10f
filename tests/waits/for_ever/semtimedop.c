/* waits: for the second of two semaphores in one call, without a time-out
 * expect: DEADLOCKED
 * says: on semaphore 1 of the set.*Its value is 0, and 3 is to be taken from it
 */
#include <sys/ipc.h>
#include <sys/sem.h>

#include "../waits.h"

int main(void)
{
	int set = semget(IPC_PRIVATE, 2, 0600);
	struct sembuf take[] = { { 0, -1 }, { 1, -3 } };

	semctl(set, 0, SETVAL, 1);
	semtimedop(set, take, 2, 0); /* HERE */
	return 0;
}
