/* waits: for room in a socket pair: both sides send before they receive
 * expect: DEADLOCKED
 * says: They wait for each other in a circle.*The buffer is full and nobody receives at the other end.*Who holds it: .*descriptor [34].*unix\(7\)
 */
#include <sys/socket.h>

#include "../waits.h"

static void send_first(int end)
{
	static char bytes[1 << 20];

	send(end, bytes, sizeof(bytes), 0); /* HERE */
	recv(end, bytes, sizeof(bytes), 0);
}

int main(void)
{
	int ends[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	if (fork() == 0) {
		close(ends[0]);
		send_first(ends[1]);
		return 0;
	}
	close(ends[1]);
	send_first(ends[0]);
	return child_failed();
}
