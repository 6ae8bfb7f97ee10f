/* Its handler may print: the thread itself does nothing but wait. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t done;

static void on_signal(int number)
{
	printf("signal %d\n", number);
	done = 1;
}

static void *take(void *nothing)
{
	sigset_t none;

	sigemptyset(&none);
	while (!done)
		sigsuspend(&none);
	return nothing;
}

static void *work(void *nothing)
{
	for (int i = 0; i < 1000; i++) {
		free(malloc((size_t)i));
		printf("%d\n", i);
	}
	return nothing;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	pthread_t threads[3];
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	sigaction(SIGUSR1, &action, NULL);
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, i ? work : take, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
