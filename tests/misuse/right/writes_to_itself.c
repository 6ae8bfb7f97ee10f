/* The self-pipe trick. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];

static void on_signal(int number)
{
	int before = errno;
	char byte = (char)number;

	if (write(ends[1], &byte, 1) != 1)
		_exit(2);
	errno = before;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct pollfd wait_for;
	char byte;

	if (pipe(ends) < 0)
		return 1;
	wait_for = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	sigaction(SIGUSR1, &action, NULL);
	printf("waiting\n");
	while (poll(&wait_for, 1, -1) < 0 && errno == EINTR)
		;
	if (read(ends[0], &byte, 1) != 1)
		return 1;
	printf("signal %d\n", byte);
	return 0;
}
