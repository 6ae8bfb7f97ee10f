/* attack: catches the orphans before the box does, and a daemon with them
 * expect: EXITED(0)
 * says: process
 * own: yes */
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (fork() == 0) {
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, 0);
			setsid();
			for (;;)
				pause();
		}
		_exit(0);
	}
	wait(0);
	return 0;
}
