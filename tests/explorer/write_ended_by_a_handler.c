/* explorer: assertion
 * A handler that asks for SA_RESTART does not make write() go on that has written a part: it
 * returns how much (signal(7)).
 */
#include <assert.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MUCH = 20000 };

static char bytes[MUCH];

static void on_signal(int number)
{
	(void)number;
}

static void be_child(int from)
{
	size_t got = 0;
	ssize_t length;

	while (got < MUCH && (length = read(from, bytes, sizeof(bytes))) > 0) {
		if (got == 0)
			kill(getppid(), SIGUSR1);
		got += (size_t)length;
	}
	_exit(0);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	int ends[2];

	sigaction(SIGUSR1, &action, NULL);
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);
		be_child(ends[0]);
	}
	assert(write(ends[1], bytes, MUCH) == MUCH);
	close(ends[1]);
	while (wait(NULL) < 0)
		;
	return 0;
}
