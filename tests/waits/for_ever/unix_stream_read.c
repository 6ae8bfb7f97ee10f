/* waits: for each other: server and client both want to receive first
 * expect: DEADLOCKED
 * says: data from the Unix socket of descriptor.*They wait for each other in a circle.*Nobody sends, and end of file does not come.*Who holds it: .*Agree on who speaks first.*unix\(7\)
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
