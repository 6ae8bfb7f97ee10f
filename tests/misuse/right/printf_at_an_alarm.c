#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;

static void on_alarm(int number)
{
	(void)number;
	ticks++;
}

int main(void)
{
	struct itimerval every = { { 0, 20000 }, { 0, 20000 } };

	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &every, NULL);
	while (ticks < 3) {
		printf("waiting, %d\n", (int)ticks);
		pause();
	}
	return 0;
}
