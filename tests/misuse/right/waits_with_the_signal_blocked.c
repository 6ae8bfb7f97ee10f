/* signal-safety(7), choice b: it comes only in sigsuspend(). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile sig_atomic_t done;

static void on_signal(int number)
{
	printf("signal %d\n", number);
	fflush(stdout);
	free(malloc(10));
	done = 1;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t blocked, before;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	sigaction(SIGUSR1, &action, NULL);
	printf("waiting\n");
	while (!done)
		sigsuspend(&before);
	printf("done\n");
	return 0;
}
