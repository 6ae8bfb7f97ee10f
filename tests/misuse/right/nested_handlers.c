#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t depth, deepest, calls;

static void on_signal(int number)
{
	calls++;
	if (++depth > deepest)
		deepest = depth;
	if (number == SIGUSR1)
		raise(SIGUSR2);
	if (number == SIGUSR2 && depth < 4)
		raise(SIGUSR2);
	depth--;
}

int main(void)
{
	struct sigaction once = { .sa_handler = on_signal };
	struct sigaction again = { .sa_handler = on_signal, .sa_flags = SA_NODEFER };

	sigaction(SIGUSR1, &once, NULL);
	sigaction(SIGUSR2, &again, NULL);
	while (!calls)
		pause();
	return depth == 0 && deepest == 4 && calls == 4 ? 0 : 1;
}
