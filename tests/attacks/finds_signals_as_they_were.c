/* attack: none: looks for signals that are ignored or blocked from outside, as the runner's are
 * expect: EXITED(0) */
#include "attack.h"
#include <signal.h>

int main(void)
{
	struct sigaction action;
	sigset_t mask;

	sigprocmask(SIG_BLOCK, 0, &mask);
	for (int number = 1; number < 65; number++) {
		if (sigaction(number, 0, &action) < 0)
			continue;
		BREAK_IF(1, action.sa_handler != SIG_DFL);
		BREAK_IF(2, sigismember(&mask, number));
	}
	return 0;
}
