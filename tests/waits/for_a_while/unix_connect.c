/* waits: for a place in the queue of somebody who computes before each accept
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

int main(void)
{
	int listener = bound(SOCK_STREAM);

	listen(listener, 0);
	if (fork() == 0) {
		for (int i = 0; i < 4; i++)
			if (connected(SOCK_STREAM) < 0)
				return 1;
		return 0;
	}
	for (int i = 0; i < 4; i++) {
		compute();
		if (accept(listener, 0, 0) < 0)
			return 1;
	}
	return child_failed();
}
