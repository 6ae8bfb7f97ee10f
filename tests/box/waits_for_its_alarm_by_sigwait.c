/* box: an alarm whose signal is blocked and waited for by sigwait() is no deadlock
 * expect: EXITED(0) */
#include <signal.h>
#include <sys/time.h>

int main(void)
{
	struct itimerval soon = { .it_value = { 0, 100000 } };
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, 0);
	setitimer(ITIMER_REAL, &soon, 0);
	return sigwait(&set, &number) != 0 || number != SIGALRM;
}
