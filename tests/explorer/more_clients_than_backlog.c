/* explorer: none
 * Four clients connect to a server that lets one of them wait at a time.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 4 };

int main(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int server = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "explorer-%d", getpid());
	if (bind(server, (struct sockaddr *)&name, sizeof(name)) < 0 || listen(server, 0) < 0)
		return 1;
	for (int i = 0; i < CLIENTS; i++)
		if (fork() == 0) {
			int client = socket(AF_UNIX, SOCK_STREAM, 0);

			_exit(connect(client, (struct sockaddr *)&name, sizeof(name)) != 0);
		}
	for (int i = 0; i < CLIENTS; i++)
		close(accept(server, NULL, NULL));
	while (wait(NULL) > 0)
		;
	return 0;
}
