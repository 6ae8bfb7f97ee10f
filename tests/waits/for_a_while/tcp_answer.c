/* waits: for the answer to a request in two parts, of which TCP sends the second one late
 *        (Nagle's algorithm and delayed acknowledgements: tcp(7))
 * expect: EXITED(0)
 */
#include <netinet/in.h>
#include <sys/socket.h>

#include "../waits.h"

enum { ROUNDS = 10 };

static struct sockaddr_in address = { .sin_family = AF_INET };

static int bound(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(fd, (struct sockaddr *)&address, sizeof(address));
	getsockname(fd, (struct sockaddr *)&address, &length);
	return fd;
}

static int ask(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char byte = 'x';

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return 1;
	for (int i = 0; i < ROUNDS; i++)
		if (send(fd, &byte, 1, 0) != 1 || send(fd, &byte, 1, 0) != 1 ||
			recv(fd, &byte, 1, 0) != 1)
			return 1;
	return 0;
}

int main(void)
{
	int listener = bound(), fd;
	char bytes[2];

	listen(listener, 1);
	if (fork() == 0)
		return ask();
	fd = accept(listener, 0, 0);
	for (int i = 0; i < ROUNDS; i++)
		if (recv(fd, bytes, 2, MSG_WAITALL) != 2 || send(fd, bytes, 1, 0) != 1)
			return 1;
	return child_failed();
}
