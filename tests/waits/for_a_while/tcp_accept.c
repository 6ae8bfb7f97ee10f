/* waits: for a connection over TCP that a child makes
 * expect: EXITED(0)
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

static int connected(int type)
{
	int fd = socket(AF_INET, type, 0);

	return connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? -1 : fd;
}

int main(void)
{
	int listener = bound(SOCK_STREAM);

	listen(listener, 1);
	if (fork() == 0) {
		compute();
		return connected(SOCK_STREAM) < 0;
	}
	return accept(listener, 0, 0) < 0 || child_failed();
}
