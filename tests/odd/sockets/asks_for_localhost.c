/* odd: getaddrinfo() of localhost, and a connection to each address that can be bound
 * expect: EXITED(0)
 * prints: localhost answers
 * mechanisms: socket */
#include <netdb.h>
#include <sys/socket.h>

#include "odd.h"

/* A connection to oneself: connect() succeeds once it is in the queue, before accept(). */
static void try_address(const struct addrinfo *info)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	int listener = (int)OK(socket(info->ai_family, info->ai_socktype, info->ai_protocol));
	int fd = (int)OK(socket(info->ai_family, info->ai_socktype, info->ai_protocol));
	int peer;
	char byte;

	OK(bind(listener, info->ai_addr, info->ai_addrlen));
	OK(listen(listener, 1));
	OK(getsockname(listener, (struct sockaddr *)&address, &length));
	OK(connect(fd, (struct sockaddr *)&address, length));
	peer = (int)OK(accept(listener, NULL, NULL));
	write_all(fd, "!", 1);
	OK(shutdown(fd, SHUT_WR));
	MUST(read_all(peer, &byte, 1) == 1 && read_all(peer, &byte, 1) == 0);
	OK(close(peer));
	OK(close(fd));
	OK(close(listener));
}

int main(void)
{
	const struct addrinfo wanted = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int tried = 0, error = getaddrinfo("localhost", NULL, &wanted, &found);

	if (error) {
		fprintf(stderr, "localhost: %s\n", gai_strerror(error));
		return 1;
	}
	for (const struct addrinfo *info = found; info; info = info->ai_next, tried++)
		try_address(info);
	freeaddrinfo(found);
	MUST(tried > 0);
	puts("localhost answers");
	return 0;
}
