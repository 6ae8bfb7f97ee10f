/* explorer: none
 * A record of more than PIPE_BUF bytes is read until it is whole; one of PIPE_BUF bytes comes whole,
 * and the write of either returns when all is written.
 */
#include <assert.h>
#include <limits.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RECORD = 10000 };

static char record[RECORD];

static void be_child(int to)
{
	struct iovec halves[2] = {
		{ record, RECORD / 2 },
		{ record + RECORD / 2, RECORD / 2 },
	};

	memset(record, 'a', RECORD / 2);
	memset(record + RECORD / 2, 'b', RECORD / 2);
	assert(write(to, record, RECORD) == RECORD);
	assert(writev(to, halves, 2) == RECORD);
	_exit(write(to, record, PIPE_BUF) != PIPE_BUF);
}

static void read_record(int from)
{
	size_t got = 0;

	while (got < RECORD) {
		ssize_t length = read(from, record + got, RECORD - got);

		assert(length > 0);
		got += (size_t)length;
	}
	for (size_t i = 0; i < RECORD; i++)
		assert(record[i] == (i < RECORD / 2 ? 'a' : 'b'));
}

int main(void)
{
	int ends[2], status;

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0)
		be_child(ends[1]);
	close(ends[1]);
	read_record(ends[0]);
	read_record(ends[0]);
	assert(read(ends[0], record, PIPE_BUF) == PIPE_BUF);
	wait(&status);
	return WEXITSTATUS(status);
}
