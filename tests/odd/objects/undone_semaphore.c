/* odd: a child ends inside its critical section, and SEM_UNDO opens it for the next one
 * expect: EXITED(0)
 * prints: 4 children have been inside, the semaphore is 1
 * mechanisms: sysv-sem */
#include <sys/ipc.h>
#include <sys/sem.h>

#include "odd.h"

enum { CHILDREN = 4 };

union semun {
	int val;
};

int main(void)
{
	int set = (int)OK(semget(IPC_PRIVATE, 1, IPC_CREAT | 0600)), value;
	pid_t children[CHILDREN];

	OK(semctl(set, 0, SETVAL, (union semun){ .val = 1 }));
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = (pid_t)OK(fork());
		if (children[i] == 0) {
			struct sembuf enter = { 0, -1, SEM_UNDO };

			while (semop(set, &enter, 1) == -1)
				MUST(errno == EINTR);
			/* It never leaves by itself. */
			_exit(0);
		}
	}
	for (int i = 0; i < CHILDREN; i++)
		wait_well(children[i]);
	value = (int)OK(semctl(set, 0, GETVAL));
	OK(semctl(set, 0, IPC_RMID));
	printf("%d children have been inside, the semaphore is %d\n", CHILDREN, value);
	return 0;
}
