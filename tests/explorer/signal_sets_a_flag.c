/* explorer: none
 * A child leaves a result in shared memory, and sends SIGUSR1; the handler sets a flag.
 */
#include <assert.h>
#include <signal.h>
#include <sys/mman.h>
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
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t block, before;

	sigaction(SIGUSR1, &action, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &before);
	if (fork() == 0) {
		*result = 42;
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	while (!came)
		sigsuspend(&before);
	assert(*result == 42);
	while (wait(NULL) > 0)
		;
	return 0;
}
