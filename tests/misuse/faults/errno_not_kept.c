/* expect: handler */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t gone;

static void on_child(int number)
{ /* HERE */
	(void)number;
	while (waitpid(-1, NULL, WNOHANG) > 0)
		gone = 1;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child };
	int ends[2];
	char byte;

	sigaction(SIGCHLD, &action, NULL);
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
	}
	if (close(1000) < 0 && errno != EBADF)
		return 1;
	close(ends[1]);
	while (!gone)
		pause();
	return 0;
}
