/* odd: a sleep of half a second goes on with what remains after each interruption
 * expect: EXITED(0)
 * prints: slept to the end, with interruptions
 * mechanisms: signal */
#include <signal.h>
#include <sys/time.h>
#include <time.h>

#include "odd.h"

static volatile sig_atomic_t ticks;

static void on_alarm(int signal)
{
	(void)signal;
	ticks++;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_alarm };
	const struct itimerval every = { { 0, 20000 }, { 0, 20000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct timespec rest = { 0, 500 * 1000 * 1000 };

	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGALRM, &action, NULL));
	OK(setitimer(ITIMER_REAL, &every, NULL));
	while (nanosleep(&rest, &rest) == -1)
		MUST(errno == EINTR);
	OK(setitimer(ITIMER_REAL, &never, NULL));
	MUST(ticks > 0);
	puts("slept to the end, with interruptions");
	return 0;
}
