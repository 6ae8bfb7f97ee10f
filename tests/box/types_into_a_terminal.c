/* box: TIOCSTI is denied, also with bit 32 of the request set
 * expect: EXITED(0) */
#include <errno.h>
#include <sys/syscall.h>
#include <termios.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(void)
{
	char byte = 'x';

	if (syscall(SYS_ioctl, 0, (unsigned long)TIOCSTI, &byte) == 0 || errno != EPERM)
		return 1;
	if (syscall(SYS_ioctl, 0, TIOCSTI | 1UL << 32, &byte) == 0 || errno != EPERM)
		return 2;
	return 0;
}
