#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t done;

static void on_signal(int number)
{
	(void)number;
	done = write(STDOUT_FILENO, "signal\n", 7) == 7;
}

int main(void)
{
	signal(SIGUSR1, on_signal);
	printf("waiting\n");
	fflush(stdout);
	while (!done)
		pause();
	return 0;
}
