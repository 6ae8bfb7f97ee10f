/* waits: for room in the queue of a socket that nobody receives from
 * expect: DEADLOCKED
 * says: waits in send\(\) on room to send on the Unix socket.*The buffer is full and nobody receives at the other end.*unix_dgram_send itself, descriptor 3.*unix\(7\)
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
	int fd = bound(SOCK_DGRAM);

	fd = connected(SOCK_DGRAM);
	for (;;)
		send(fd, "x", 1, 0); /* HERE */
}
