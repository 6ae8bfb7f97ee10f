/* waits: for a datagram that nobody sends, until the socket's own time-out
 * expect: EXITED(0)
 */
#include <sys/socket.h>
#include <sys/time.h>

#include "../waits.h"

int main(void)
{
	struct timeval soon = { 0, 50000 };
	int ends[2];
	char byte;

	socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
	setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
	return recv(ends[0], &byte, 1, 0) != -1 || errno != EAGAIN;
}
