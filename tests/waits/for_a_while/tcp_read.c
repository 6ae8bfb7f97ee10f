/* waits: for an answer over TCP that is computed
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
	int listener = bound(SOCK_STREAM), fd;
	char byte;

	listen(listener, 1);
	if (fork() == 0) {
		fd = connected(SOCK_STREAM);
		return recv(fd, &byte, 1, 0) != 1;
	}
	fd = accept(listener, 0, 0);
	compute();
	return send(fd, "x", 1, 0) != 1 || child_failed();
}
