/* explorer: none
 * What a handler has left of a write() is written by the next one.
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
	for (size_t done = 0; done < MUCH;) {
		ssize_t length = write(ends[1], bytes + done, MUCH - done);

		assert(length > 0);
		done += (size_t)length;
	}
	close(ends[1]);
	while (wait(NULL) < 0)
		;
	return 0;
}
