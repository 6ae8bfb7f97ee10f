/* attack: one file in each place that can be written, as large as it gets (64 MiB at most)
 * options: --disk 4
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <signal.h>

static char block[1 << 20];

int main(void)
{
	const char *places[] = { "attack-large", "/tmp/attack-large", "/dev/shm/attack-large" };

	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 3; i++) {
		int fd = open(places[i], O_WRONLY | O_CREAT, 0600), mib = 0;

		if (fd < 0)
			continue;
		while (mib < 64 && write(fd, block, sizeof(block)) == sizeof(block))
			mib++;
		REFUSED(i + 1, mib < 64 ? write(fd, block, sizeof(block)) : 64, ENOSPC, EFBIG);
		unlink(places[i]);
	}
	return 0;
}
