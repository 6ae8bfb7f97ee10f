/* explorer: deadlock
 * A handler of SIGCHLD reaps one of the children that have ended: the signal is not queued.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t reaped;

static void on_child(int number)
{
	(void)number;
	if (waitpid(-1, NULL, WNOHANG) > 0)
		reaped++;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child };
	sigset_t block, before;

	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &before);
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(0);
	while (reaped < 3)
		sigsuspend(&before);
	return 0;
}
