/* waits: for one of two: a connection or a pipe of its own
 * expect: DEADLOCKED
 * says: waits in poll\(\) on one of 2 descriptors to become ready.*A connection to the Unix socket.*Nobody connects.*The read end of a pipe.*End of file never comes
 */
#include <poll.h>
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
	int listener = bound(SOCK_STREAM), ends[2];

	listen(listener, 1);
	pipe(ends);
	return poll((struct pollfd[]){ { listener, POLLIN }, { ends[0], POLLIN } }, 2, -1); /* HERE */
}
