/* box: no namespaces inside of the box, neither by unshare nor by clone
 * expect: EXITED(0) */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	if (unshare(CLONE_NEWUSER) == 0 || errno != EPERM)
		return 1;
	if (syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) >= 0 || errno != EPERM)
		return 2;
	if (syscall(SYS_clone3, 0, 0) >= 0 || errno != ENOSYS)
		return 3;
	return 0;
}
