/* explorer: none
 * What comes over a stream socket is read until it is whole, each time by another call.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TURNS = 8, SIZE = 100 };

static ssize_t take_some(int from, char *to, size_t length, int turn)
{
	struct iovec halves[2] = { { to, length / 2 }, { to + length / 2, length - length / 2 } };
	struct msghdr message = { .msg_iov = halves, .msg_iovlen = 2 };

	switch (turn % 4) {
	case 0:
		return read(from, to, length);
	case 1:
		return recv(from, to, length, 0);
	case 2:
		return readv(from, halves, 2);
	default:
		return recvmsg(from, &message, 0);
	}
}

static void send_all(int to)
{
	char bytes[SIZE];

	for (int i = 0; i < SIZE; i++)
		bytes[i] = (char)i;
	for (int turn = 0; turn < TURNS; turn++)
		assert(send(to, bytes, SIZE, 0) == SIZE);
	_exit(0);
}

int main(void)
{
	int ends[2], status;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	if (fork() == 0)
		send_all(ends[1]);
	close(ends[1]);
	for (int turn = 0; turn < TURNS; turn++) {
		char bytes[SIZE];

		for (size_t got = 0; got < SIZE;) {
			ssize_t length = take_some(ends[0], bytes + got, SIZE - got, turn);

			assert(length > 0);
			got += (size_t)length;
		}
		for (int i = 0; i < SIZE; i++)
			assert(bytes[i] == (char)i);
	}
	wait(&status);
	return WEXITSTATUS(status);
}
