/* attack: writes a file over and over, to be charged for what the kernel caches
 * options: --memory 64 --disk 16
 * expect: EXITED(0) */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
	int fd = open("attack-cache", O_RDWR | O_CREAT, 0600);

	signal(SIGXFSZ, SIG_IGN);
	for (int round = 0; round < 4; round++) {
		lseek(fd, 0, SEEK_SET);
		for (int mib = 0; mib < 64 && write(fd, block, sizeof(block)) == sizeof(block);
			mib++)
			;
		ftruncate(fd, 0);
	}
	return 0;
}
