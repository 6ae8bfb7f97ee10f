/* expect: handler? */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t done;

static void on_signal(int number)
{
	printf("signal %d\n", number); /* HERE */
	done = 1;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigaction(SIGUSR2, &action, NULL);
	if (fork() == 0) {
		kill(getppid(), SIGUSR2);
		_exit(0);
	}
	printf("waiting\n");
	wait(NULL);
	return done ? 0 : 1;
}
