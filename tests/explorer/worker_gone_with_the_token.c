/* explorer: deadlock
 * options: --leave child
 * A token goes round in pipes. Who waits for it holds the write end of its own pipe, too: no end of
 * file tells it that the one with the token is dead.
 */
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 2, ROUNDS = 3 };

static void work(int from, int to)
{
	char token;

	for (int i = 0; i < ROUNDS; i++)
		if (read(from, &token, 1) != 1 || write(to, &token, 1) != 1)
			_exit(1);
	_exit(0);
}

int main(void)
{
	int pipes[WORKERS][2];

	for (int i = 0; i < WORKERS; i++)
		if (pipe(pipes[i]) < 0)
			return 1;
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			work(pipes[i][0], pipes[(i + 1) % WORKERS][1]);
	if (write(pipes[0][1], "t", 1) != 1)
		return 1;
	while (wait(NULL) > 0)
		;
	return 0;
}
