/* odd: the SIGCHLD handler reaps in a loop, the program sleeps in sigsuspend() until all are gone
 * expect: EXITED(0)
 * prints: reaped 12 children
 * mechanisms: signal */
#include <signal.h>

#include "odd.h"

enum { CHILDREN = 12 };

static volatile sig_atomic_t reaped;

static void on_child(int signal)
{
	int saved = errno;

	(void)signal;
	/* Several deaths may be one signal. */
	while (waitpid(-1, NULL, WNOHANG) > 0)
		reaped++;
	errno = saved;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_RESTART | SA_NOCLDSTOP };
	sigset_t child, before;

	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGCHLD, &action, NULL));
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	OK(sigprocmask(SIG_BLOCK, &child, &before));
	for (int i = 0; i < CHILDREN; i++)
		if (OK(fork()) == 0)
			_exit(0);
	while (reaped < CHILDREN)
		sigsuspend(&before);
	OK(sigprocmask(SIG_SETMASK, &before, NULL));
	printf("reaped %d children\n", (int)reaped);
	return 0;
}
