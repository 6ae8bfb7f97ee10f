#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void on_signal(int number)
{
	(void)number;
	_exit(0);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGUSR1, &action, NULL);
	puts("waiting");
	for (;;)
		pause();
}
