/* odd: SO_RCVTIMEO and SO_SNDTIMEO: a receive from nobody and a send into a full queue end by themselves
 * expect: EXITED(0)
 * prints: receive: timed out
 * prints: send: timed out
 * mechanisms: socket */
#include <sys/socket.h>
#include <sys/time.h>

#include "odd.h"

int main(void)
{
	static const char block[4096];
	const struct timeval soon = { 0, 100000 };
	int pair[2];
	char byte;
	ssize_t put;

	OK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	OK(setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon)));
	OK(setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof(soon)));
	MUST(recv(pair[0], &byte, 1, 0) == -1 && (errno == EAGAIN || errno == EWOULDBLOCK));
	puts("receive: timed out");
	do
		put = send(pair[0], block, sizeof(block), MSG_NOSIGNAL);
	while (put > 0);
	MUST(errno == EAGAIN || errno == EWOULDBLOCK);
	puts("send: timed out");
	OK(close(pair[0]));
	OK(close(pair[1]));
	return 0;
}
