/* odd: a TCP server that forks for each client and reaps without blocking in accept()'s way
 * expect: EXITED(0)
 * prints: 4 answers: 100 101 104 109
 * mechanisms: socket */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "odd.h"

enum { CLIENTS = 4 };

static int listen_anywhere(struct sockaddr_in *ret)
{
	socklen_t length = sizeof(*ret);
	int fd = (int)OK(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));

	*ret = (struct sockaddr_in){ .sin_family = AF_INET };
	ret->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	OK(bind(fd, (struct sockaddr *)ret, sizeof(*ret)));
	OK(listen(fd, CLIENTS));
	OK(getsockname(fd, (struct sockaddr *)ret, &length));
	return fd;
}

/* Squares what comes, after 100 is added. */
static void __attribute__((noreturn)) serve(int client)
{
	uint32_t number;

	MUST(read_all(client, &number, sizeof(number)) == sizeof(number));
	number = ntohl(number);
	number = htonl(100 + number * number);
	write_all(client, &number, sizeof(number));
	_exit(0);
}

static void __attribute__((noreturn)) be_server(int listener)
{
	for (int i = 0; i < CLIENTS; i++) {
		int client;

		while ((client = accept(listener, NULL, NULL)) == -1)
			MUST(errno == EINTR || errno == ECONNABORTED);
		if (OK(fork()) == 0) {
			OK(close(listener));
			serve(client);
		}
		OK(close(client));
		while (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
	}
	while (wait(NULL) != -1 || errno == EINTR)
		continue;
	_exit(0);
}

int main(void)
{
	struct sockaddr_in address;
	int listener = listen_anywhere(&address);
	pid_t server = (pid_t)OK(fork());

	if (server == 0)
		be_server(listener);
	OK(close(listener));
	printf("%d answers:", CLIENTS);
	for (uint32_t i = 0; i < CLIENTS; i++) {
		int fd = (int)OK(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
		uint32_t number = htonl(i);

		OK(connect(fd, (struct sockaddr *)&address, sizeof(address)));
		write_all(fd, &number, sizeof(number));
		MUST(read_all(fd, &number, sizeof(number)) == sizeof(number));
		OK(close(fd));
		printf(" %u", ntohl(number));
	}
	puts("");
	wait_well(server);
	return 0;
}
