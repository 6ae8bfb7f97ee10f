/* odd: a POSIX timer sends a real-time signal that sigwaitinfo() takes
 * expect: EXITED(0)
 * prints: the timer came with 42
 * mechanisms: signal */
#include <signal.h>
#include <time.h>

#include "odd.h"

int main(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_value.sival_int = 42 };
	const struct itimerspec soon = { .it_value = { 0, 50 * 1000 * 1000 } };
	siginfo_t info;
	timer_t timer;
	sigset_t set;

	event.sigev_signo = SIGRTMIN;
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	OK(timer_create(CLOCK_MONOTONIC, &event, &timer));
	OK(timer_settime(timer, 0, &soon, NULL));
	while (sigwaitinfo(&set, &info) == -1)
		MUST(errno == EINTR);
	MUST(info.si_code == SI_TIMER);
	OK(timer_delete(timer));
	printf("the timer came with %d\n", info.si_value.sival_int);
	return 0;
}
