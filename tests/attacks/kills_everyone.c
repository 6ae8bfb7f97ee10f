/* attack: kills every process that it can
 * expect: EXITED(4)
 * plain: not held: without a PID namespace a signal to all is never tried */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	if (fork() == 0)
		for (;;)
			pause();
	kill(-1, SIGKILL);
	kill(1, SIGKILL);
	return 4;
}
