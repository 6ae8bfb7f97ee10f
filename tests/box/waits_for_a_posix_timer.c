/* box: a POSIX timer that is armed is no deadlock
 * expect: EXITED(0) */
#include <signal.h>
#include <time.h>
#include <unistd.h>

static void wake(int number)
{
	(void)number;
}

int main(void)
{
	struct itimerspec soon = { .it_value = { 0, 200000000 } };
	struct sigevent signal = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	timer_t other, timer;

	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = wake }, 0);
	timer_create(CLOCK_MONOTONIC, &signal, &other);
	timer_create(CLOCK_MONOTONIC, &signal, &timer);
	timer_settime(timer, 0, &soon, 0);
	pause();
	return 0;
}
