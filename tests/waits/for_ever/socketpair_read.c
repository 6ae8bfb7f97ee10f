/* waits: for the end of a socket pair of which it holds both ends
 * expect: DEADLOCKED
 * says: data from the Unix socket of descriptor 3.*the other end is still open.*socketpair_read itself, descriptor 4.*Close descriptor 4.*unix\(7\)
 */
#include <sys/socket.h>

#include "../waits.h"

int main(void)
{
	int ends[2];
	char byte;

	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	read(ends[0], &byte, 1); /* HERE */
	return 0;
}
