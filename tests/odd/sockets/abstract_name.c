/* odd: a Unix socket with an abstract name, of which no file is left
 * expect: EXITED(0)
 * prints: HELLO
 * mechanisms: socket */
#include <ctype.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "odd.h"

static void __attribute__((noreturn)) be_server(int listener)
{
	char text[16];
	int client = (int)OK(accept(listener, NULL, NULL));
	size_t length = read_all(client, text, 5);

	for (size_t i = 0; i < length; i++)
		text[i] = (char)toupper((unsigned char)text[i]);
	write_all(client, text, length);
	_exit(0);
}

int main(void)
{
	/* The kernel chooses the name: autobind, unix(7). */
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(address);
	int listener = (int)OK(socket(AF_UNIX, SOCK_STREAM, 0)), fd;
	char answer[16];
	size_t got;
	pid_t server;

	OK(bind(listener, (struct sockaddr *)&address, sizeof(sa_family_t)));
	OK(listen(listener, 1));
	OK(getsockname(listener, (struct sockaddr *)&address, &length));
	MUST(address.sun_path[0] == '\0' && length > offsetof(struct sockaddr_un, sun_path) + 1);
	server = (pid_t)OK(fork());
	if (server == 0)
		be_server(listener);
	OK(close(listener));
	fd = (int)OK(socket(AF_UNIX, SOCK_STREAM, 0));
	OK(connect(fd, (struct sockaddr *)&address, length));
	write_all(fd, "hello", 5);
	got = read_all(fd, answer, sizeof(answer));
	OK(close(fd));
	wait_well(server);
	printf("%.*s\n", (int)got, answer);
	return 0;
}
