/* odd: a server holds its own FIFO open for writing too, so that it outlives each client
 * expect: EXITED(0)
 * prints: client 0
 * prints: client 1
 * prints: client 2
 * mechanisms: fifo */
#include <fcntl.h>
#include <sys/stat.h>

#include "odd.h"

enum { CLIENTS = 3 };

int main(void)
{
	int fifo, number;
	pid_t client;

	OK(mkfifo("requests", 0600));
	/* O_RDWR of a FIFO succeeds at once on Linux: fifo(7). */
	fifo = (int)OK(open("requests", O_RDWR | O_CLOEXEC));
	for (int i = 0; i < CLIENTS; i++) {
		client = (pid_t)OK(fork());
		if (client == 0) {
			int request = (int)OK(open("requests", O_WRONLY));

			write_all(request, &i, sizeof(i));
			_exit(0);
		}
		MUST(read_all(fifo, &number, sizeof(number)) == sizeof(number));
		printf("client %d\n", number);
		OK(fflush(stdout));
		wait_well(client);
	}
	OK(close(fifo));
	OK(unlink("requests"));
	return 0;
}
