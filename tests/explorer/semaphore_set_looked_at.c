/* explorer: none
 * The parent asks for the value of a System V semaphore until the child has added to it.
 */
#include <assert.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int set = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
	int value;

	semctl(set, 0, SETVAL, 0);
	if (fork() == 0) {
		*result = 42;
		_exit(semop(set, &(struct sembuf){ .sem_op = 1 }, 1) != 0);
	}
	while (semctl(set, 0, GETVAL) == 0)
		sched_yield();
	value = *result;
	wait(NULL);
	semctl(set, 0, IPC_RMID);
	assert(value == 42);
	return 0;
}
