/* box: writing ends at the size of the box's own file systems
 * options: --disk 8
 * expect: EXITED(0) */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

int main(void)
{
	static char block[1 << 16];
	int fd = open("/tmp/big", O_CREAT | O_WRONLY, 0600);

	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 256; i++)
		if (write(fd, block, sizeof(block)) < 0)
			return errno == ENOSPC || errno == EFBIG ? 0 : 1;
	return 2;
}
