/* odd: the handler writes one byte into a pipe that poll() watches beside the input
 * expect: EXITED(0)
 * prints: a signal came through the pipe
 * mechanisms: pipe, signal */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include "odd.h"

static int self_pipe[2];

static void on_signal(int signal)
{
	int saved = errno;
	ssize_t put;

	(void)signal;
	/* A full pipe is no loss: there is something to read already. */
	put = write(self_pipe[1], "!", 1);
	(void)put;
	errno = saved;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct pollfd polled = { .events = POLLIN };
	pid_t child;
	char byte;

	OK(pipe2(self_pipe, O_NONBLOCK | O_CLOEXEC));
	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGUSR1, &action, NULL));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(kill(getppid(), SIGUSR1));
		_exit(0);
	}
	polled.fd = self_pipe[0];
	while (poll(&polled, 1, -1) == -1)
		MUST(errno == EINTR);
	MUST(read(self_pipe[0], &byte, 1) == 1);
	wait_well(child);
	OK(close(self_pipe[0]));
	OK(close(self_pipe[1]));
	puts("a signal came through the pipe");
	return 0;
}
