/* odd: select() over sixty pipes, fed by one child in an order of its own
 * expect: EXITED(0)
 * prints: 60 pipes, sum 1770
 * mechanisms: pipe */
#include <sys/select.h>

#include "odd.h"

enum { PIPES = 60 };

int main(void)
{
	int pipes[PIPES][2], open_ones = PIPES, most = 0;
	long sum = 0;
	pid_t child;

	for (int i = 0; i < PIPES; i++)
		OK(pipe(pipes[i]));
	child = (pid_t)OK(fork());
	if (child == 0) {
		for (int i = 0; i < PIPES; i++) {
			char number = (char)(i * 7 % PIPES);

			write_all(pipes[(int)number][1], &number, 1);
		}
		_exit(0);
	}
	for (int i = 0; i < PIPES; i++) {
		OK(close(pipes[i][1]));
		most = pipes[i][0] > most ? pipes[i][0] : most;
	}
	while (open_ones > 0) {
		fd_set set;

		FD_ZERO(&set);
		for (int i = 0; i < PIPES; i++)
			if (pipes[i][0] >= 0)
				FD_SET(pipes[i][0], &set);
		if (select(most + 1, &set, NULL, NULL, NULL) == -1) {
			MUST(errno == EINTR);
			continue;
		}
		for (int i = 0; i < PIPES; i++) {
			char number;

			if (pipes[i][0] < 0 || !FD_ISSET(pipes[i][0], &set))
				continue;
			if (OK(read(pipes[i][0], &number, 1)) == 1) {
				sum += number;
				continue;
			}
			OK(close(pipes[i][0]));
			pipes[i][0] = -1;
			open_ones--;
		}
	}
	wait_well(child);
	printf("%d pipes, sum %ld\n", PIPES, sum);
	return 0;
}
