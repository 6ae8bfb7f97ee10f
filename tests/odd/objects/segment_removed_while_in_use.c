/* odd: a System V segment is marked for removal at once, and lives until the last one detaches
 * expect: EXITED(0)
 * prints: 123 in a segment that has no id any more
 * mechanisms: sysv-shm */
#include <sys/ipc.h>
#include <sys/shm.h>

#include "odd.h"

int main(void)
{
	int id = (int)OK(shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600));
	volatile int *memory = shmat(id, NULL, 0);
	pid_t child;

	MUST(memory != (void *)-1);
	OK(shmctl(id, IPC_RMID, NULL));
	child = (pid_t)OK(fork());
	if (child == 0) {
		*memory = 123;
		_exit(0);
	}
	wait_well(child);
	printf("%d in a segment that has no id any more\n", *memory);
	OK(shmdt((const void *)memory));
	return 0;
}
