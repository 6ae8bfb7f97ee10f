/* odd: two processes open two FIFOs in the same order, each blocks in open() until the other is there
 * expect: EXITED(0)
 * prints: 21 doubled is 42
 * mechanisms: fifo */
#include <fcntl.h>
#include <sys/stat.h>

#include "odd.h"

static void __attribute__((noreturn)) be_server(void)
{
	int in = (int)OK(open("question", O_RDONLY));
	int out = (int)OK(open("answer", O_WRONLY));
	int number;

	while (read_all(in, &number, sizeof(number)) == sizeof(number)) {
		number *= 2;
		write_all(out, &number, sizeof(number));
	}
	_exit(0);
}

int main(void)
{
	int in, out, number = 21;
	pid_t server;

	OK(mkfifo("question", 0600));
	OK(mkfifo("answer", 0600));
	server = (pid_t)OK(fork());
	if (server == 0)
		be_server();
	out = (int)OK(open("question", O_WRONLY));
	in = (int)OK(open("answer", O_RDONLY));
	write_all(out, &number, sizeof(number));
	OK(close(out));
	MUST(read_all(in, &number, sizeof(number)) == sizeof(number));
	OK(close(in));
	wait_well(server);
	OK(unlink("question"));
	OK(unlink("answer"));
	printf("21 doubled is %d\n", number);
	return 0;
}
