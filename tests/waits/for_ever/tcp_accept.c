/* waits: for a connection over TCP that nobody makes
 * expect: DEADLOCKED
 * says: waits in accept\(\) on a connection to the socket of descriptor 3 \(127.0.0.1:[0-9]+\).*Nobody connects.*accept\(2\)
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
	int listener = bound(SOCK_STREAM);

	listen(listener, 1);
	accept(listener, 0, 0); /* HERE */
	return 0;
}
