/* box: POSIX timers that are not armed, notify nobody or run on CPU time wake nobody
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <signal.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	struct itimerspec later = { { 1000, 0 }, { 1000, 0 } }, never = { { 0 } };
	struct sigevent nobody = { .sigev_notify = SIGEV_NONE };
	struct sigevent signal = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	timer_t timers[4];

	timer_create(CLOCK_MONOTONIC, &signal, &timers[0]);
	timer_create(CLOCK_MONOTONIC, &nobody, &timers[1]);
	timer_settime(timers[1], 0, &later, 0);
	timer_create(CLOCK_REALTIME, &signal, &timers[2]);
	timer_settime(timers[2], 0, &later, 0);
	timer_settime(timers[2], 0, &never, 0);
	timer_create(CLOCK_PROCESS_CPUTIME_ID, &signal, &timers[3]);
	timer_settime(timers[3], 0, &later, 0);
	pause();
	return 3;
}
