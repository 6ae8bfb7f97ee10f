/* attack: files that are in no folder, and so in nobody's count
 * options: --disk 4
 * expect: EXITED(0)
 * plain: not held: a folder of the host has no size of its own
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <signal.h>

static char block[1 << 20];

int main(void)
{
	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 24; i++) {
		int fd = open(".", O_TMPFILE | O_RDWR, 0600);

		if (fd < 0 || write(fd, block, sizeof(block)) != sizeof(block))
			return 0;
	}
	return 1;
}
