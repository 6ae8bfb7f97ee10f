/* odd: accept() with SO_RCVTIMEO gives up when no client comes
 * expect: EXITED(0)
 * prints: no client has come
 * mechanisms: socket */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "odd.h"

int main(void)
{
	const struct timeval soon = { 0, 200000 };
	struct sockaddr_in address = { .sin_family = AF_INET };
	int fd = (int)OK(socket(AF_INET, SOCK_STREAM, 0));

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	OK(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	OK(listen(fd, 1));
	OK(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon)));
	MUST(accept(fd, NULL, NULL) == -1 && (errno == EAGAIN || errno == EWOULDBLOCK));
	OK(close(fd));
	puts("no client has come");
	return 0;
}
