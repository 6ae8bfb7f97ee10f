/* odd: semtimedop() on two semaphores at once gives up with EAGAIN and takes neither
 * expect: EXITED(0)
 * prints: timed out, 1 and 0 are left
 * prints: waited for zero
 * mechanisms: sysv-sem */
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

#include "odd.h"

union semun {
	int val;
};

int main(void)
{
	int set = (int)OK(semget(IPC_PRIVATE, 2, IPC_CREAT | 0600));
	struct sembuf both[2] = { { 0, -1, 0 }, { 1, -1, 0 } }, take = { 0, -1, 0 }, zero = { 0, 0, 0 };
	const struct timespec soon = { 0, 50000000 };
	pid_t child;

	OK(semctl(set, 0, SETVAL, (union semun){ .val = 1 }));
	OK(semctl(set, 1, SETVAL, (union semun){ .val = 0 }));
	MUST(semtimedop(set, both, 2, &soon) == -1 && errno == EAGAIN);
	printf("timed out, %ld and %ld are left\n", OK(semctl(set, 0, GETVAL)),
		OK(semctl(set, 1, GETVAL)));
	OK(fflush(stdout));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(semop(set, &take, 1));
		_exit(0);
	}
	while (semop(set, &zero, 1) == -1)
		MUST(errno == EINTR);
	wait_well(child);
	OK(semctl(set, 0, IPC_RMID));
	puts("waited for zero");
	return 0;
}
