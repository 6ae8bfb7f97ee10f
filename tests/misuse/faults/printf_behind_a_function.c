/* expect: handler */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t done;

static void tell(const char *what, int number)
{
	fprintf(stderr, "%s %d\n", what, number); /* HERE */
}

static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
	tell("from", (int)info->si_pid);
	done = number;
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };

	sigaction(SIGUSR1, &action, NULL);
	fprintf(stderr, "waiting as %d\n", (int)getpid());
	while (!done)
		pause();
	return 0;
}
