/* attack: takes the wire from the first process, by pidfd or through /proc
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

int main(void)
{
	int parent = syscall(SYS_pidfd_open, getppid(), 0);

	for (int fd = 0; fd < 16; fd++) {
		char path[64];

		REFUSED(1, syscall(SYS_pidfd_getfd, parent, fd, 0), EPERM, EBADF);
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", getppid(), fd);
		REFUSED(2, open(path, O_RDWR), EACCES, ENOENT, ENXIO);
		REFUSED(3, readlink(path, (char[64]){ 0 }, 64), EACCES, ENOENT);
	}
	return 0;
}
