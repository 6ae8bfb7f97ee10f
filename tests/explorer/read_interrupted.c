/* explorer: assertion
 * A child sends a signal, and then writes: the handler does not ask for SA_RESTART, and read()
 * ends with EINTR where the signal comes while it waits.
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
	int ends[2];
	char byte;

	sigaction(SIGUSR1, &action, NULL);
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		kill(getppid(), SIGUSR1);
		_exit(write(ends[1], "x", 1) != 1);
	}
	assert(read(ends[0], &byte, 1) == 1);
	while (wait(NULL) < 0)
		;
	return 0;
}
