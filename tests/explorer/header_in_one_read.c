/* explorer: assertion
 * A header comes over a stream socket, which keeps no boundaries: one read() may give a part of it.
 */
#include <assert.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	uint32_t header = 4711;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return 1;
	if (fork() == 0)
		_exit(write(ends[1], &header, sizeof(header)) != sizeof(header));
	assert(read(ends[0], &header, sizeof(header)) == sizeof(header));
	wait(NULL);
	return 0;
}
