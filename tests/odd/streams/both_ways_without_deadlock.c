/* odd: a parent feeds cat more than both pipes hold, with poll() and without blocking
 * expect: EXITED(0)
 * prints: 400000 bytes there and back
 * mechanisms: pipe */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include "odd.h"

enum { BYTES = 400000 };

static pid_t start_cat(int *ret_to, int *ret_from)
{
	int to[2], from[2];
	pid_t child;

	OK(pipe2(to, O_CLOEXEC));
	OK(pipe2(from, O_CLOEXEC));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(dup2(to[0], STDIN_FILENO));
		OK(dup2(from[1], STDOUT_FILENO));
		execl("/bin/cat", "cat", (char *)NULL);
		_exit(127);
	}
	OK(close(to[0]));
	OK(close(from[1]));
	OK(fcntl(to[1], F_SETFL, O_NONBLOCK));
	*ret_to = to[1];
	*ret_from = from[0];
	return child;
}

int main(void)
{
	static char bytes[BYTES];
	struct pollfd polled[2] = { { .events = POLLOUT }, { .events = POLLIN } };
	pid_t child = start_cat(&polled[0].fd, &polled[1].fd);
	size_t sent = 0, back = 0;
	char some[8192];

	signal(SIGPIPE, SIG_IGN);
	while (polled[1].fd >= 0) {
		ssize_t count;

		if (poll(polled, 2, -1) == -1) {
			MUST(errno == EINTR);
			continue;
		}
		if (polled[0].revents) {
			count = write(polled[0].fd, bytes + sent, sizeof(bytes) - sent);
			MUST(count >= 0 || errno == EAGAIN || errno == EINTR);
			sent += count > 0 ? (size_t)count : 0;
			if (sent == sizeof(bytes)) {
				OK(close(polled[0].fd));
				polled[0].fd = -1;
			}
		}
		if (polled[1].revents) {
			count = OK(read(polled[1].fd, some, sizeof(some)));
			back += (size_t)count;
			if (count == 0) {
				OK(close(polled[1].fd));
				polled[1].fd = -1;
			}
		}
	}
	wait_well(child);
	printf("%zu bytes there and back\n", back);
	return 0;
}
