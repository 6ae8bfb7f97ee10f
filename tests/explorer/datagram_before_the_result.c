/* explorer: race
 * A child tells of a result by a datagram, and only then leaves it in shared memory.
 */
#include <assert.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int in = socket(AF_UNIX, SOCK_DGRAM, 0);
	int out = socket(AF_UNIX, SOCK_DGRAM, 0);
	char byte = 0;

	snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "explorer-%d", getpid());
	if (bind(in, (struct sockaddr *)&name, sizeof(name)) < 0)
		return 1;
	if (fork() == 0) {
		sendto(out, "x", 1, 0, (struct sockaddr *)&name, sizeof(name));
		*result = 42;
		_exit(0);
	}
	if (recvfrom(in, &byte, 1, 0, NULL, NULL) != 1)
		return 1;
	byte += (char)*result;
	wait(NULL);
	return 0;
}
