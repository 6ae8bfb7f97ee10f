/* odd: a blocked SIGALRM of an alarm is taken by sigwait()
 * expect: EXITED(0)
 * prints: the alarm has been waited for
 * mechanisms: signal */
#include <signal.h>

#include "odd.h"

int main(void)
{
	sigset_t set;
	int taken;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	alarm(1);
	ZERO(sigwait(&set, &taken));
	MUST(taken == SIGALRM);
	puts("the alarm has been waited for");
	return 0;
}
