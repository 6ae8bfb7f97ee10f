/* attack: a program that is in no folder, to run with another filter
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv)
{
	static char block[1 << 20];
	int from, to, status;
	ssize_t length;

	if (argc > 1) {
		REFUSED(1, unshare(CLONE_NEWUSER), EPERM);
		BREAK_IF(2, fcntl(GRADER_FD, F_GETFD) >= 0);
		return 0;
	}
	from = open("/proc/self/exe", O_RDONLY);
	to = memfd_create("attack", MFD_CLOEXEC);
	while ((length = read(from, block, sizeof(block))) > 0)
		write(to, block, length);
	if (fork() == 0) {
		fexecve(to, (char *[]){ argv[0], "again", 0 }, environ);
		_exit(0); /* that it is refused is as good */
	}
	wait(&status);
	return WEXITSTATUS(status);
}
