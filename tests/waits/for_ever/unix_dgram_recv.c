/* waits: for a datagram that nobody sends
 * expect: DEADLOCKED
 * says: data from the Unix socket of descriptor 3 \(socket\).*No other task is left that could send it a datagram.*unix\(7\)
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
	char byte;

	recv(bound(SOCK_DGRAM), &byte, 1, 0); /* HERE */
	return 0;
}
