/* waits: for a place in the queue of somebody who accepts nobody
 * expect: DEADLOCKED
 * says: waits in connect\(\) on the connection to socket.*The queue of connections is full, and nobody accepts one.*unix_connect itself, descriptor 3.*connect\(2\)
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

int main(void)
{
	int listener = bound(SOCK_STREAM);

	listen(listener, 0);
	for (int i = 0; i < 3; i++)
		connect(socket(AF_UNIX, SOCK_STREAM, 0), /* HERE */
			(struct sockaddr *)&address, sizeof(address));
	return 0;
}
