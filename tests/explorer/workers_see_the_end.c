/* explorer: none
 * options: --leave child
 * A token goes round in pipes, and each process has only its own two ends: who dies with the token ends
 * the others, by end of file or EPIPE.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 2, ROUNDS = 3 };

static int pipes[WORKERS][2];

static void work(int from, int to)
{
	char token;

	for (int i = 0; i < WORKERS; i++) {
		if (pipes[i][0] != from)
			close(pipes[i][0]);
		if (pipes[i][1] != to)
			close(pipes[i][1]);
	}
	for (int i = 0; i < ROUNDS; i++)
		if (read(from, &token, 1) != 1 || write(to, &token, 1) != 1)
			_exit(1);
	_exit(0);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < WORKERS; i++)
		if (pipe(pipes[i]) < 0)
			return 1;
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			work(pipes[i][0], pipes[(i + 1) % WORKERS][1]);
	if (write(pipes[0][1], "t", 1) != 1)
		return 1;
	for (int i = 0; i < WORKERS; i++) {
		close(pipes[i][0]);
		close(pipes[i][1]);
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
