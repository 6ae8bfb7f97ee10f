/* explorer: none
 * A child sends a signal, which is blocked but while the parent waits for it.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t came;

static void on_signal(int number)
{
	(void)number;
	came = 1;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t block, before;

	sigaction(SIGUSR1, &action, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &before);
	if (fork() == 0) {
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	while (!came)
		sigsuspend(&before);
	while (wait(NULL) > 0)
		;
	return 0;
}
