/* A signal that raise() sends comes where it is sent. */
#include <signal.h>
#include <stdio.h>

static void on_signal(int number)
{
	printf("signal %d\n", number);
}

int main(void)
{
	signal(SIGUSR2, on_signal);
	printf("before\n");
	raise(SIGUSR2);
	printf("after\n");
	return 0;
}
