/* waits: for each other over TCP: server and client both want to receive first
 * expect: DEADLOCKED
 * says: They wait for each other in a circle.*Nobody sends, and end of file does not come.*tcp\(7\)
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
		close(listener);
		fd = connected(SOCK_STREAM);
		return recv(fd, &byte, 1, 0) != 1; /* HERE */
	}
	fd = accept(listener, 0, 0);
	recv(fd, &byte, 1, 0); /* HERE */
	return child_failed();
}
