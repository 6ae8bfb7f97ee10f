/* attack: reaches for a name server and a web server; nothing is really sent
 * expect: EXITED(0)
 * plain: not held: without a network namespace the host's network is there */
#include "attack.h"
#include <arpa/inet.h>
#include <sys/socket.h>

static int reach(const char *address, int port)
{
	struct sockaddr_in to = { AF_INET, htons(port), { inet_addr(address) } };
	int fd = socket(AF_INET, SOCK_DGRAM, 0); /* of datagrams, connect only looks for a route */

	return connect(fd, (void *)&to, sizeof(to));
}

int main(void)
{
	struct sockaddr_in6 to = { AF_INET6, htons(53), 0, { { { 0x20, 1, 0x0d, 0xb8 } } } };

	REFUSED(1, reach("192.0.2.1", 53), ENETUNREACH);
	REFUSED(2, reach("10.0.0.1", 80), ENETUNREACH);
	REFUSED(3, reach("169.254.169.254", 80), ENETUNREACH);
	int six = socket(AF_INET6, SOCK_DGRAM, 0);

	if (six >= 0)
		REFUSED(4, connect(six, (void *)&to, sizeof(to)), ENETUNREACH, EADDRNOTAVAIL);
	return 0;
}
