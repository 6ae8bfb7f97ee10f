/* odd: real-time signals are queued with a value each and taken with sigwaitinfo(), lowest first
 * expect: EXITED(0)
 * prints: 0:1 0:2 0:3 1:10
 * mechanisms: signal */
#include <signal.h>

#include "odd.h"

int main(void)
{
	sigset_t set;
	pid_t child;
	siginfo_t info;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigaddset(&set, SIGRTMIN + 1);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(sigqueue(getppid(), SIGRTMIN + 1, (union sigval){ .sival_int = 10 }));
		for (int i = 1; i <= 3; i++)
			OK(sigqueue(getppid(), SIGRTMIN, (union sigval){ .sival_int = i }));
		_exit(0);
	}
	/* All are pending before the first is taken. */
	wait_well(child);
	for (int i = 0; i < 4; i++) {
		while (sigwaitinfo(&set, &info) == -1)
			MUST(errno == EINTR);
		MUST(info.si_code == SI_QUEUE && info.si_pid == child);
		printf("%s%d:%d", i ? " " : "", info.si_signo - SIGRTMIN, info.si_value.sival_int);
	}
	puts("");
	return 0;
}
