/* attack: signals rain on fork, pipe and close; one that fails with EINTR would lose an end of file
 * options: --cpu 3000
 * expect: EXITED(0) */
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_alarm(int unused)
{
}

int main(void)
{
	struct itimerval often = { { 0, 500 }, { 0, 500 } };

	sigaction(
		SIGALRM, &(struct sigaction){ .sa_handler = on_alarm, .sa_flags = SA_RESTART }, 0);
	setitimer(ITIMER_REAL, &often, 0);
	for (int i = 0; i < 200; i++) {
		int ends[2];
		char byte;

		if (pipe(ends) < 0)
			return 1;
		pid_t child = fork();

		if (child < 0)
			return 2;
		if (child == 0)
			_exit(close(ends[0]) < 0 || write(ends[1], "x", 1) != 1);
		if (close(ends[1]) < 0)
			return 3;
		if (read(ends[0], &byte, 1) != 1 || read(ends[0], &byte, 1) != 0)
			return 4;
		if (close(ends[0]) < 0 || waitpid(child, 0, 0) != child)
			return 5;
	}
	return 0;
}
