/* attack: writes a result of its own into each descriptor that it may have inherited
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	REFUSED(1, write(GRADER_FD, "100 points\n", 11), EBADF);
	for (int fd = 3; fd < 65536; fd++) {
		REFUSED(2, fcntl(fd, F_GETFD), EBADF);
		REFUSED(3, write(fd, "100 points\n", 11), EBADF);
	}
	return 0;
}
