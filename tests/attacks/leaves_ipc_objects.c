/* attack: leaves objects of System V and POSIX, and looks for those of the run before
 * runs: 2
 * expect: EXITED(0)
 * says: sysv-shm
 * plain: EXITED(0) or not held: such names are the host's while a run lasts */
#include "attack.h"
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main(void)
{
	const int key = 0x41545430;

	BREAK_IF(1, shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600) < 0);
	BREAK_IF(2, semget(key, 1, IPC_CREAT | IPC_EXCL | 0600) < 0);
	BREAK_IF(3, msgget(key, IPC_CREAT | IPC_EXCL | 0600) < 0);
	BREAK_IF(4, sem_open("/attack", O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED);
	BREAK_IF(5, shm_open("/attack", O_CREAT | O_EXCL | O_RDWR, 0600) < 0);
	BREAK_IF(6, mq_open("/attack", O_CREAT | O_EXCL | O_RDWR, 0600, 0) < 0);
	return 0;
}
