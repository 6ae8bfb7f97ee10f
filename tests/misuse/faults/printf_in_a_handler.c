/* expect: handler */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t done;

static void on_signal(int number)
{
	printf("signal %d\n", number); /* HERE */
	done = 1;
}

int main(void)
{
	signal(SIGUSR1, on_signal);
	printf("waiting\n");
	while (!done)
		pause();
	return 0;
}
