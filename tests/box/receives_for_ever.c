/* A time-out for what is sent does not end a wait for what is received.
 * expect: DEADLOCKED */
#include <sys/socket.h>
#include <sys/time.h>

int main(void)
{
	const struct timeval soon = { 0, 100000 };
	int pair[2];
	char byte;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof(soon));
	setsockopt(pair[1], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
	return (int)recv(pair[0], &byte, 1, 0);
}
