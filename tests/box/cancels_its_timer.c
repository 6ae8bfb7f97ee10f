/* box: a timer that was set and cancelled will not fire
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
	struct itimerval often = { { 1000, 0 }, { 1000, 0 } }, none = { { 0 } };

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake }, 0);
	setitimer(ITIMER_REAL, &often, 0);
	alarm(500);
	setitimer(ITIMER_REAL, &none, 0);
	pause();
	return 3;
}
