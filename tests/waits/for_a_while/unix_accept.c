/* waits: for a connection that a child makes
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

	listen(listener, 1);
	if (fork() == 0) {
		compute();
		return connected(SOCK_STREAM) < 0;
	}
	return accept(listener, 0, 0) < 0 || child_failed();
}
