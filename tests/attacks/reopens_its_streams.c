/* attack: opens its standard streams anew, to cut, seek or read the log behind them
 * options: --output 64
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	char path[32];

	for (int fd = 1; fd < 3; fd++) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		REFUSED(fd, lseek(fd, 0, SEEK_SET), ESPIPE);
		REFUSED(fd + 2, ftruncate(fd, 0), EINVAL, EPERM);
		BREAK_IF(fd + 4, open(path, O_RDWR | O_TRUNC) >= 0 && lseek(fd, 0, SEEK_END) >= 0);
		/* The description may be shared with whoever reads: it must not mind. */
		fcntl(fd, F_SETFL, O_NONBLOCK | O_ASYNC);
		fcntl(fd, F_SETPIPE_SZ, 1 << 20);
	}
	REFUSED(7, open("/proc/self/fd/0", O_RDONLY | O_DIRECTORY), ENOTDIR);
	return 0;
}
