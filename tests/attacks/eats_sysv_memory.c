/* attack: System V segments that are filled and detached (256 MiB at most)
 * options: --memory 64
 * expect: MEMORY_LIMIT
 * plain: not held: segments of System V belong to the host, and live on */
#include "attack.h"
#include <sys/shm.h>

int main(void)
{
	for (int i = 0; i < 8; i++) {
		int id = shmget(0x41545400 + i, 32 << 20, IPC_CREAT | 0600);
		char *segment = shmat(id, 0, 0);

		if (segment == (char *)-1)
			return 0;
		memset(segment, 1, 32 << 20);
		shmdt(segment);
	}
	return 1;
}
