/* attack: a daemon that lives on when its parent has ended
 * expect: EXITED(0)
 * says: process */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (fork() == 0) {
		setsid();
		if (fork() > 0)
			_exit(0);
		for (int fd = 0; fd < 3; fd++)
			close(fd);
		for (;;)
			pause();
	}
	wait(0);
	return 0;
}
