/* explorer: race
 * Two children add to a counter in shared memory, each under another semaphore of one System V
 * set.
 */
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

static void change(int set, unsigned short number, short by)
{
	struct sembuf operation = { .sem_num = number, .sem_op = by };

	semop(set, &operation, 1);
}

int main(void)
{
	int *counter = mmap(
		NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int set = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
	int total;

	semctl(set, 0, SETVAL, 1);
	semctl(set, 1, SETVAL, 1);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			change(set, (unsigned short)child, -1);
			++*counter;
			change(set, (unsigned short)child, 1);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	total = *counter;
	semctl(set, 0, IPC_RMID);
	return total;
}
