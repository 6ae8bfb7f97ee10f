/* waits: for a byte from the other end of a socket pair
 * expect: EXITED(0)
 */
#include <sys/socket.h>

#include "../waits.h"

int main(void)
{
	int ends[2];
	char byte;

	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (fork() == 0) {
		compute();
		return write(ends[1], "x", 1) != 1;
	}
	return read(ends[0], &byte, 1) != 1 || child_failed();
}
