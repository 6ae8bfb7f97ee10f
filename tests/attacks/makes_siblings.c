/* attack: children that are its parent's, made by CLONE_PARENT
 * expect: EXITED(3)
 * own: yes */
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 5; i++)
		if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0)
			_exit(9);
	return 3;
}
