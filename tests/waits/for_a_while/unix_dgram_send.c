/* waits: for room in the queue of a socket that a child receives from
 * expect: EXITED(0)
 */
#include <sys/socket.h>
#include <sys/un.h>

#include "../waits.h"

static struct sockaddr_un address = { AF_UNIX, "socket" };

static int bound(int type)
{
	int fd = socket(AF_UNIX, type, 0);

	bind(fd, (struct sockaddr *)&address, sizeof(address));
	return fd;
}

static int connected(int type)
{
	int fd = socket(AF_UNIX, type, 0);

	return connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? -1 : fd;
}

enum { MESSAGES = 3000 };

int main(void)
{
	int fd = bound(SOCK_DGRAM);
	char byte;

	if (fork() == 0) {
		compute();
		for (int i = 0; i < MESSAGES; i++)
			if (recv(fd, &byte, 1, 0) != 1)
				return 1;
		return 0;
	}
	fd = connected(SOCK_DGRAM);
	for (int i = 0; i < MESSAGES; i++)
		if (send(fd, "x", 1, 0) != 1)
			return 1;
	return child_failed();
}
