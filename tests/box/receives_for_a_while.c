/* The socket's own time-outs end its waits, one of them through a plain read().
 * expect: EXITED(0) */
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(void)
{
	static const char block[65536];
	const struct timeval soon = { 0, 300000 };
	int pair[2];
	char byte;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
	setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof(soon));
	if (recv(pair[0], &byte, 1, 0) != -1 || errno != EAGAIN)
		return 1;
	if (read(pair[0], &byte, 1) != -1 || errno != EAGAIN)
		return 2;
	while (send(pair[0], block, sizeof(block), MSG_NOSIGNAL) > 0)
		continue;
	return errno == EAGAIN ? 0 : 3;
}
