/* explorer: none
 * A parent sends SIGUSR1 to a child, which has a handler for it from its first moment.
 */
#include <assert.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int number)
{
	(void)number;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	int status;
	pid_t pid;

	sigaction(SIGUSR1, &action, NULL);
	pid = fork();
	if (pid == 0)
		_exit(0);
	kill(pid, SIGUSR1);
	waitpid(pid, &status, 0);
	assert(WIFEXITED(status));
	return 0;
}
