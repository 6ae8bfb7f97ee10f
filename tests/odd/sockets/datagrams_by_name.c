/* odd: Unix datagram sockets with names in the file system, both removed in the end
 * expect: EXITED(0)
 * prints: 3 datagrams of 1, 2 and 3 bytes were acknowledged
 * mechanisms: socket */
#include <sys/socket.h>
#include <sys/un.h>

#include "odd.h"

static const struct sockaddr_un server_name = { .sun_family = AF_UNIX, .sun_path = "server" };
static const struct sockaddr_un client_name = { .sun_family = AF_UNIX, .sun_path = "client" };

static int bind_to(const struct sockaddr_un *name)
{
	int fd = (int)OK(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));

	OK(bind(fd, (const struct sockaddr *)name, sizeof(*name)));
	return fd;
}

static void __attribute__((noreturn)) be_server(int fd)
{
	char text[16];

	for (ssize_t i = 1; i <= 3; i++) {
		MUST(OK(recv(fd, text, sizeof(text), 0)) == i);
		MUST(OK(sendto(fd, "ok", 2, 0, (const struct sockaddr *)&client_name,
			     sizeof(client_name))) == 2);
	}
	_exit(0);
}

int main(void)
{
	int server_fd = bind_to(&server_name), fd = bind_to(&client_name);
	pid_t server = (pid_t)OK(fork());
	char answer[16];

	if (server == 0)
		be_server(server_fd);
	OK(close(server_fd));
	for (size_t i = 1; i <= 3; i++) {
		MUST((size_t)OK(sendto(fd, "xxx", i, 0, (const struct sockaddr *)&server_name,
			     sizeof(server_name))) == i);
		MUST(OK(recv(fd, answer, sizeof(answer), 0)) == 2);
	}
	wait_well(server);
	OK(close(fd));
	OK(unlink("client"));
	OK(unlink("server"));
	puts("3 datagrams of 1, 2 and 3 bytes were acknowledged");
	return 0;
}
