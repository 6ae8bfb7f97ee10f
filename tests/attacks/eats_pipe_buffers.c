/* attack: memory of the kernel's, in the largest pipes that it gives
 * options: --memory 64
 * expect: MEMORY_LIMIT or EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>

static char block[4096];

int main(void)
{
	long stored = 0;

	for (int i = 0; i < 256; i++) {
		int ends[2];

		if (pipe2(ends, O_NONBLOCK) < 0)
			break;
		fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
		while (write(ends[1], block, sizeof(block)) > 0)
			stored += sizeof(block);
	}
	BREAK_IF(1, stored > 160 << 20);
	return 0;
}
