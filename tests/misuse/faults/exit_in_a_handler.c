/* expect: handler */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void on_signal(int number)
{
	(void)number;
	exit(0); /* HERE */
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGUSR1, &action, NULL);
	puts("waiting");
	for (;;)
		pause();
}
