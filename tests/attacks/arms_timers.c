/* attack: timers that start a thread each time they fire (200 at most)
 * options: --tasks 32 --cpu 3000
 * expect: PROCESS_LIMIT or CPU_LIMIT
 * own: yes */
#include <signal.h>
#include <time.h>
#include <unistd.h>

static void stay(union sigval unused)
{
	for (;;)
		pause();
}

int main(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_THREAD, .sigev_notify_function = stay };
	struct itimerspec soon = { { 0, 1000000 }, { 0, 1000000 } };
	timer_t timer;

	for (int i = 0; i < 200; i++)
		if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
			timer_settime(timer, 0, &soon, 0);
	for (;;)
		pause();
}
