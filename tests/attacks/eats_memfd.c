/* attack: memory in files that have no name and are not mapped (256 MiB at most)
 * options: --memory 64 --disk 64
 * expect: MEMORY_LIMIT
 * plain: MEMORY_LIMIT or not held: without a control group only mapped memory is seen */
#include "attack.h"
#include <sys/mman.h>

static char block[1 << 20];

int main(void)
{
	memset(block, 1, sizeof(block));
	for (int i = 0; i < 8; i++) {
		int fd = memfd_create("hidden", 0);

		for (int mib = 0; mib < 32; mib++)
			if (write(fd, block, sizeof(block)) != sizeof(block))
				return 0;
	}
	return 1;
}
