/* odd: SIGPIPE is ignored, and write() tells EPIPE when the reader has gone
 * expect: EXITED(0)
 * prints: the reader took 4 bytes, then EPIPE
 * mechanisms: pipe, signal */
#include <signal.h>

#include "odd.h"

int main(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	char bytes[4];
	pid_t reader;
	int ends[2];

	sigemptyset(&ignore.sa_mask);
	OK(sigaction(SIGPIPE, &ignore, NULL));
	OK(pipe(ends));
	reader = (pid_t)OK(fork());
	if (reader == 0) {
		OK(close(ends[1]));
		MUST(read_all(ends[0], bytes, sizeof(bytes)) == sizeof(bytes));
		_exit(0);
	}
	OK(close(ends[0]));
	write_all(ends[1], "four", 4);
	wait_well(reader);
	MUST(write(ends[1], "more", 4) == -1 && errno == EPIPE);
	OK(close(ends[1]));
	puts("the reader took 4 bytes, then EPIPE");
	return 0;
}
