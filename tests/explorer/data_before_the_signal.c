/* explorer: none
 * A child writes, and then sends a signal whose handler does not ask for SA_RESTART: read() has
 * the data by then, and is not interrupted.
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
		if (write(ends[1], "x", 1) == 1)
			kill(getppid(), SIGUSR1);
		_exit(0);
	}
	assert(read(ends[0], &byte, 1) == 1);
	while (wait(NULL) < 0)
		;
	return 0;
}
