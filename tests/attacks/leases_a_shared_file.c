/* attack: leases, notes and locks on programs that all runs share, as a channel between them
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/syscall.h>

int main(void)
{
	int fd = open("/usr/bin/env", O_RDONLY);
	struct flock lock = { .l_type = F_WRLCK };

	BREAK_IF(1, fd < 0);
	REFUSED(2, fcntl(fd, F_SETLEASE, F_RDLCK), EACCES, EPERM);
	REFUSED(3, fcntl(fd, F_SETLEASE, F_WRLCK), EACCES, EPERM, EAGAIN);
	REFUSED(4, fcntl(fd, F_SETLK, &lock), EBADF);
	REFUSED(5, fcntl(fd, F_OFD_SETLK, &lock), EBADF);
	REFUSED(6, syscall(SYS_fanotify_init, 0, O_RDONLY), EPERM);
	return 0;
}
