/* explorer: assertion
 * A record of more than PIPE_BUF bytes is written by one write() and expected by one read():
 * such a write is not atomic, and the read may find a part of it.
 */
#include <assert.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RECORD = 10000 };

int main(void)
{
	static char record[RECORD];
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[0]);
		_exit(write(ends[1], record, RECORD) != RECORD);
	}
	close(ends[1]);
	assert(read(ends[0], record, RECORD) == RECORD);
	wait(NULL);
	return 0;
}
