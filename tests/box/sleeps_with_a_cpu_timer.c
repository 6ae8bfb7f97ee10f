/* box: timers of CPU time stand still in a program that sleeps
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static void wake(int number)
{
	(void)number;
}

int main(void)
{
	struct itimerval soon = { { 0, 500000 }, { 0, 500000 } };

	sigaction(SIGVTALRM, &(struct sigaction){ .sa_handler = wake }, 0);
	sigaction(SIGPROF, &(struct sigaction){ .sa_handler = wake }, 0);
	setitimer(ITIMER_VIRTUAL, &soon, 0);
	setitimer(ITIMER_PROF, &soon, 0);
	pause();
	return 3;
}
