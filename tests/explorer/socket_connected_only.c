/* explorer: none
 * A child connects as soon as the server listens; what the server did before is known then.
 */
#include <assert.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int server = socket(AF_UNIX, SOCK_STREAM, 0);
	int client = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "explorer-%d", getpid());
	if (bind(server, (struct sockaddr *)&name, sizeof(name)) < 0)
		return 1;
	if (fork() == 0) {
		while (connect(client, (struct sockaddr *)&name, sizeof(name)) < 0)
			sched_yield();
		assert(*result == 42);
		_exit(0);
	}
	*result = 42;
	listen(server, 1);
	close(accept(server, NULL, NULL));
	wait(NULL);
	return 0;
}
