/* waits: for a place in the queue of somebody who computes before each accept, over TCP: where
 *        that is full, the kernel asks again after a second
 * expect: EXITED(0)
 */
#include <netinet/in.h>
#include <sys/socket.h>

#include "../waits.h"

enum { CLIENTS = 3 };

static struct sockaddr_in address = { .sin_family = AF_INET };

static int bound(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	getsockname(fd, (struct sockaddr *)&address, &length);
	return fd;
}

static int connected(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? -1 : fd;
}

int main(void)
{
	int listener = bound();

	listen(listener, 0);
	if (fork() == 0) {
		for (int i = 0; i < CLIENTS; i++)
			if (connected() < 0)
				return 1;
		return 0;
	}
	compute();
	for (int i = 0; i < CLIENTS; i++)
		if (accept(listener, 0, 0) < 0)
			return 1;
	return child_failed();
}
