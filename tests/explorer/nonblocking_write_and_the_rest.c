/* explorer: none
 * With O_NONBLOCK it writes what there is room for, and waits for more by poll().
 */
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MUCH = 20000 };

static char bytes[MUCH];

static void be_child(int from)
{
	size_t got = 0;
	ssize_t length;

	while ((length = read(from, bytes, sizeof(bytes))) > 0)
		got += (size_t)length;
	assert(got == MUCH);
	_exit(0);
}

int main(void)
{
	int ends[2], status;

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);
		be_child(ends[0]);
	}
	close(ends[0]);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	for (size_t done = 0; done < MUCH;) {
		ssize_t length = write(ends[1], bytes + done, MUCH - done);

		if (length > 0)
			done += (size_t)length;
		else
			assert(errno == EAGAIN);
		if (length < 0)
			poll(&(struct pollfd){ .fd = ends[1], .events = POLLOUT }, 1, -1);
	}
	close(ends[1]);
	wait(&status);
	assert(status == 0);
	return 0;
}
