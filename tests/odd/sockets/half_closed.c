/* odd: shutdown() ends one direction of a socket, the answer comes by the other
 * expect: EXITED(0)
 * prints: sum 5050
 * mechanisms: socket */
#include <sys/socket.h>

#include "odd.h"

static void __attribute__((noreturn)) add_up(int fd)
{
	int number, sum = 0;

	while (read_all(fd, &number, sizeof(number)) == sizeof(number))
		sum += number;
	write_all(fd, &sum, sizeof(sum));
	_exit(0);
}

int main(void)
{
	int pair[2], sum;
	pid_t child;

	OK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(pair[0]));
		add_up(pair[1]);
	}
	OK(close(pair[1]));
	for (int i = 1; i <= 100; i++)
		write_all(pair[0], &i, sizeof(i));
	OK(shutdown(pair[0], SHUT_WR));
	MUST(read_all(pair[0], &sum, sizeof(sum)) == sizeof(sum));
	OK(close(pair[0]));
	wait_well(child);
	printf("sum %d\n", sum);
	return 0;
}
