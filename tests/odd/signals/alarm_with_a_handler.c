/* odd: a read from a silent child is given up after an alarm: a legal time-out
 * expect: EXITED(0)
 * prints: nobody has spoken in time
 * mechanisms: pipe, signal */
#include <signal.h>
#include <sys/time.h>

#include "odd.h"

static void on_alarm(int signal)
{
	(void)signal;
}

int main(void)
{
	/* Without SA_RESTART the read ends with EINTR. */
	struct sigaction action = { .sa_handler = on_alarm };
	/* Again and again: one that came before read() would be lost otherwise. */
	const struct itimerval ticks = { { 0, 50000 }, { 0, 50000 } }, none = { { 0, 0 }, { 0, 0 } };
	int speech[2], end[2];
	pid_t silent;
	char byte;

	OK(pipe(speech));
	OK(pipe(end));
	silent = (pid_t)OK(fork());
	if (silent == 0) {
		OK(close(speech[0]));
		OK(close(end[1]));
		MUST(read_all(end[0], &byte, 1) == 0);
		_exit(0);
	}
	OK(close(speech[1]));
	OK(close(end[0]));
	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGALRM, &action, NULL));
	OK(setitimer(ITIMER_REAL, &ticks, NULL));
	MUST(read(speech[0], &byte, 1) == -1 && errno == EINTR);
	OK(setitimer(ITIMER_REAL, &none, NULL));
	OK(close(end[1]));
	wait_well(silent);
	OK(close(speech[0]));
	puts("nobody has spoken in time");
	return 0;
}
