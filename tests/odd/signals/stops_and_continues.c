/* odd: a child stops itself, its parent sees it stopped and lets it go on
 * expect: EXITED(0)
 * prints: stopped, continued, ended with 6
 * mechanisms: signal */
#include <signal.h>

#include "odd.h"

static int wait_for_change(pid_t child)
{
	int status;

	while (waitpid(child, &status, WUNTRACED | WCONTINUED) == -1)
		if (errno != EINTR)
			fail("waitpid", errno);
	return status;
}

int main(void)
{
	sigset_t term;
	pid_t child;
	int status, taken;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	OK(sigprocmask(SIG_BLOCK, &term, NULL));
	child = (pid_t)OK(fork());
	if (child == 0) {
		raise(SIGSTOP);
		/* It stays until SIGTERM, so that its parent sees each change. */
		ZERO(sigwait(&term, &taken));
		_exit(6);
	}
	status = wait_for_change(child);
	MUST(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
	printf("stopped, ");
	OK(kill(child, SIGCONT));
	status = wait_for_change(child);
	MUST(WIFCONTINUED(status));
	printf("continued, ");
	OK(kill(child, SIGTERM));
	status = wait_for(child);
	MUST(WIFEXITED(status));
	printf("ended with %d\n", WEXITSTATUS(status));
	return 0;
}
