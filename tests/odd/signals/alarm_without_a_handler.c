/* odd: an alarm that nobody handles ends a child that waits for ever, and the parent tells so
 * expect: EXITED(0)
 * prints: the child was ended by its alarm
 * mechanisms: signal */
#include <signal.h>

#include "odd.h"

int main(void)
{
	pid_t child = (pid_t)OK(fork());
	int status;

	if (child == 0) {
		alarm(1);
		for (;;)
			pause();
	}
	status = wait_for(child);
	MUST(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM);
	puts("the child was ended by its alarm");
	return 0;
}
