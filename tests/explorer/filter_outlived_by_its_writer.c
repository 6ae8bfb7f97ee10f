/* explorer: deadlock
 * options: --leave stdout
 * A filter dies of SIGPIPE when nobody reads its output any more. Who writes to it has the read end of
 * its pipe, too, and waits for room for ever.
 */
#include <sys/wait.h>
#include <unistd.h>

enum { BLOCKS = 100, SIZE = 1000 };

static char block[SIZE];

static void filter(int from)
{
	ssize_t length;

	while ((length = read(from, block, SIZE)) > 0)
		if (write(STDOUT_FILENO, "\n", 1) != 1)
			_exit(1);
	_exit(0);
}

int main(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);
		filter(ends[0]);
	}
	for (int i = 0; i < BLOCKS; i++)
		if (write(ends[1], block, SIZE) != SIZE)
			return 1;
	close(ends[1]);
	wait(NULL);
	return 0;
}
