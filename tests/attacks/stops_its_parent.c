/* attack: stops its parent and the first process, and asks them to end
 * expect: EXITED(5) */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	const int signals[] = { SIGSTOP, SIGTSTP, SIGTERM, SIGHUP, SIGUSR1, SIGALRM, SIGKILL };
	pid_t parent = getppid();

	for (int i = 0; i < 7; i++)
		if (parent == 1 || signals[i] == SIGSTOP) /* never really kill a host's process */
			kill(parent, signals[i]);
	return 5;
}
