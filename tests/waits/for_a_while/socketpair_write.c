/* waits: for room in a socket pair that a child reads
 * expect: EXITED(0)
 */
#include <sys/socket.h>

#include "../waits.h"

int main(void)
{
	static char bytes[1 << 20];
	int ends[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (fork() == 0) {
		close(ends[0]);
		compute();
		while (recv(ends[1], bytes, sizeof(bytes), 0) > 0)
			;
		return 0;
	}
	close(ends[1]);
	if (send(ends[0], bytes, sizeof(bytes), 0) != sizeof(bytes))
		return 1;
	close(ends[0]);
	return child_failed();
}
