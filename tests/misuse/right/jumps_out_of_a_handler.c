#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sigjmp_buf out;

static void on_signal(int number)
{
	siglongjmp(out, number);
}

static int deep(int left)
{
	volatile char room[200];

	room[0] = (char)left;
	return left ? deep(left - 1) + room[0] - left : printf("deep down\n");
}

int main(void)
{
	int number = sigsetjmp(out, 1);

	if (number == 0) {
		signal(SIGUSR1, on_signal);
		for (;;)
			pause();
	}
	deep(100);
	free(malloc(100));
	printf("after %d\n", number);
	return 0;
}
