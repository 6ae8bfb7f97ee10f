/*
 * A child that is killed leaves no end of its report, and no suspicion.
 * expect: nothing
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t child = fork();

	if (child == 0)
		for (;;)
			pause();
	kill(child, SIGKILL);
	wait(NULL);
	return 0;
}
