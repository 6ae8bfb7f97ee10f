/* odd: signals are read from a descriptor, in a loop that ends with SIGTERM and SIGCHLD
 * expect: EXITED(0)
 * prints: 3 times SIGUSR1, then SIGTERM, and the child has ended
 * mechanisms: pipe, signal */
#include <signal.h>
#include <sys/signalfd.h>

#include "odd.h"

/* One signal at a time, since a second one of a kind that is pending is lost: signal(7). */
static void __attribute__((noreturn)) send(pid_t parent, int taken)
{
	char byte;

	for (int i = 0; i < 3; i++) {
		OK(kill(parent, SIGUSR1));
		MUST(read_all(taken, &byte, 1) == 1);
	}
	OK(kill(parent, SIGTERM));
	_exit(0);
}

int main(void)
{
	struct signalfd_siginfo info;
	int taken[2], fd, users = 0;
	int term = 0, child = 0;
	sigset_t set;
	pid_t sender;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	OK(pipe(taken));
	fd = (int)OK(signalfd(-1, &set, SFD_CLOEXEC));
	sender = (pid_t)OK(fork());
	if (sender == 0) {
		OK(close(taken[1]));
		send(getppid(), taken[0]);
	}
	OK(close(taken[0]));
	while (!term || !child) {
		MUST(read_all(fd, &info, sizeof(info)) == sizeof(info));
		MUST(info.ssi_pid == (uint32_t)sender);
		if (info.ssi_signo == SIGUSR1) {
			users++;
			write_all(taken[1], "!", 1);
		}
		term |= info.ssi_signo == SIGTERM;
		child |= info.ssi_signo == SIGCHLD;
	}
	wait_well(sender);
	OK(close(taken[1]));
	OK(close(fd));
	printf("%d times SIGUSR1, then SIGTERM, and the child has ended\n", users);
	return 0;
}
