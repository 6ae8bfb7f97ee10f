/* explorer: deadlock
 * Parent and child wait for each other's byte on a pair of sockets.
 */
#include <assert.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *number = mmap(
		NULL, sizeof(*number), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ends[2];
	char byte;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	if (fork() == 0) {
		if (recv(ends[1], &byte, 1, 0) != 1)
			_exit(1);
		*number *= 2;
		_exit(send(ends[1], "x", 1, 0) != 1);
	}
	*number = 21;
	if (recv(ends[0], &byte, 1, 0) != 1 || send(ends[0], "x", 1, 0) != 1)
		return 1;
	assert(*number == 42);
	wait(NULL);
	return 0;
}
