/* odd: a pipe is made as small as it can be, and a writer blocks in it again and again
 * expect: EXITED(0)
 * prints: 300000 bytes through a pipe of one page
 * mechanisms: pipe */
#include <fcntl.h>

#include "odd.h"

enum { BYTES = 300000 };

int main(void)
{
	static char many[BYTES];
	char some[1000];
	long page = sysconf(_SC_PAGESIZE), sum = 0;
	pid_t writer;
	ssize_t got;
	int ends[2];

	OK(pipe(ends));
	MUST(OK(fcntl(ends[1], F_SETPIPE_SZ, 1)) == page);
	writer = (pid_t)OK(fork());
	if (writer == 0) {
		OK(close(ends[0]));
		memset(many, 'x', sizeof(many));
		write_all(ends[1], many, sizeof(many));
		_exit(0);
	}
	OK(close(ends[1]));
	while ((got = OK(read(ends[0], some, sizeof(some)))) > 0)
		sum += got;
	OK(close(ends[0]));
	wait_well(writer);
	printf("%ld bytes through a pipe of one page\n", sum);
	return 0;
}
