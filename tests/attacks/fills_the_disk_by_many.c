/* attack: many files, each below the limit of one (48 MiB at most)
 * options: --disk 4
 * expect: EXITED(0)
 * plain: not held: a folder of the host has no size of its own */
#include "attack.h"
#include <fcntl.h>

static char block[1 << 20];

int main(void)
{
	char name[32];

	for (int i = 0; i < 48; i++) {
		snprintf(name, sizeof(name), "attack-%d", i);
		int fd = open(name, O_WRONLY | O_CREAT, 0600);

		/* What is full may take a part of it first. */
		if (write(fd, block, sizeof(block)) != sizeof(block))
			return 0;
		close(fd);
	}
	return 1;
}
