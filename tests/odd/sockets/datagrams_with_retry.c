/* odd: the first request to a UDP server is lost on purpose, the client asks again after a time-out
 * expect: EXITED(0)
 * prints: answered after a retry
 * mechanisms: socket */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "odd.h"

static int bind_anywhere(struct sockaddr_in *ret)
{
	socklen_t length = sizeof(*ret);
	int fd = (int)OK(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));

	*ret = (struct sockaddr_in){ .sin_family = AF_INET };
	ret->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	OK(bind(fd, (struct sockaddr *)ret, sizeof(*ret)));
	OK(getsockname(fd, (struct sockaddr *)ret, &length));
	return fd;
}

/* Passes over the first request, answers others, and ends with the one of length 0. */
static void __attribute__((noreturn)) be_server(int fd)
{
	struct sockaddr_in from;
	char request[16];
	int seen = 0;

	for (;;) {
		socklen_t length = sizeof(from);
		ssize_t got = recvfrom(fd, request, sizeof(request), 0, (struct sockaddr *)&from, &length);

		MUST(got >= 0 || errno == EINTR);
		if (got == 0)
			_exit(0);
		if (got > 0 && seen++ > 0)
			OK(sendto(fd, request, (size_t)got, 0, (struct sockaddr *)&from, length));
	}
}

int main(void)
{
	struct sockaddr_in address, own;
	int server_fd = bind_anywhere(&address), fd, tries = 0;
	struct pollfd polled = { .events = POLLIN };
	pid_t server = (pid_t)OK(fork());
	char answer[16];
	int ready = 0;

	if (server == 0)
		be_server(server_fd);
	OK(close(server_fd));
	fd = bind_anywhere(&own);
	OK(connect(fd, (struct sockaddr *)&address, sizeof(address)));
	polled.fd = fd;
	while (ready == 0) {
		OK(send(fd, "ask", 3, 0));
		tries++;
		while ((ready = poll(&polled, 1, 100)) == -1)
			MUST(errno == EINTR);
	}
	MUST(OK(recv(fd, answer, sizeof(answer), 0)) == 3 && memcmp(answer, "ask", 3) == 0);
	MUST(tries >= 2);
	OK(send(fd, "", 0, 0));
	wait_well(server);
	OK(close(fd));
	puts("answered after a retry");
	return 0;
}
