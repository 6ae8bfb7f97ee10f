/* explorer: none
 * A parent counts real-time signals of two children, which are queued.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void on_signal(int number)
{
	(void)number;
	count++;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t block, before;

	sigaction(SIGRTMIN, &action, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &block, &before);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			sigqueue(getppid(), SIGRTMIN, (union sigval){ 0 });
			_exit(0);
		}
	while (count < 2)
		sigsuspend(&before);
	while (wait(NULL) > 0)
		;
	return 0;
}
