/* waits: for a connection that nobody makes
 * expect: DEADLOCKED
 * says: waits in accept\(\) on a connection to the Unix socket of descriptor 3 \(socket\).*Nobody connects. No other task is left that could connect to it.*accept\(2\)
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

	listen(listener, 1);
	accept(listener, 0, 0); /* HERE */
	return 0;
}
