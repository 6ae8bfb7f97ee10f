/* explorer: deadlock
 * A child sends a signal; the parent looks at the flag, and then pauses: in between it may come.
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

	sigaction(SIGUSR1, &action, NULL);
	if (fork() == 0) {
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	if (!came)
		pause();
	while (wait(NULL) > 0)
		;
	return 0;
}
