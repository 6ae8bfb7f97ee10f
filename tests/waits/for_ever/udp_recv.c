/* waits: for a datagram over UDP that nobody sends
 * expect: DEADLOCKED
 * says: waits in recv\(\) on data from the socket of descriptor 3 \(127.0.0.1:[0-9]+\).*No other task is left that could send it a datagram.*udp\(7\)
 */
#include <netinet/in.h>
#include <sys/socket.h>

#include "../waits.h"

static struct sockaddr_in address = { .sin_family = AF_INET };

/* At a free port of the loopback device. */
static int bound(int type)
{
	int fd = socket(AF_INET, type, 0);
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	getsockname(fd, (struct sockaddr *)&address, &length);
	return fd;
}

int main(void)
{
	char byte;

	recv(bound(SOCK_DGRAM), &byte, 1, 0); /* HERE */
	return 0;
}
