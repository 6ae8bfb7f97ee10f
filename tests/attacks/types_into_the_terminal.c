/* attack: types into a terminal that it shares, also with bits above the 32 that the kernel reads
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

int main(void)
{
	const unsigned long requests[] = { 0x5412 /* TIOCSTI */, 0x541C /* TIOCLINUX */ };

	for (int fd = 0; fd < 3; fd++)
		for (int i = 0; i < 2; i++) {
			REFUSED(1, syscall(SYS_ioctl, fd, requests[i], "x"), EPERM);
			REFUSED(2, syscall(SYS_ioctl, fd, requests[i] | 1UL << 32, "x"), EPERM);
			REFUSED(3, syscall(SYS_ioctl, fd, requests[i] | 0xdeadUL << 48, "x"),
				EPERM);
		}
	REFUSED(4, open("/dev/tty", O_RDWR), ENOENT, ENXIO, EACCES);
	for (int fd = 0; fd < 3; fd++)
		REFUSED(5, ioctl(fd, TIOCSCTTY, 1), ENOTTY, EPERM);
	return 0;
}
