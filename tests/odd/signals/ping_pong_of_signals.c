/* odd: two processes take turns by signals alone, with sigsuspend()
 * expect: EXITED(0)
 * prints: 50 rallies
 * mechanisms: signal */
#include <signal.h>

#include "odd.h"

enum { RALLIES = 50 };

static volatile sig_atomic_t turn;

static void on_signal(int signal)
{
	(void)signal;
	turn = 1;
}

/* SIGUSR1 is blocked but in here: none is missed between the test and the sleep. */
static void wait_for_turn(const sigset_t *before)
{
	while (!turn)
		sigsuspend(before);
	turn = 0;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t user, before;
	pid_t child;
	int count = 0;

	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGUSR1, &action, NULL));
	sigemptyset(&user);
	sigaddset(&user, SIGUSR1);
	OK(sigprocmask(SIG_BLOCK, &user, &before));
	child = (pid_t)OK(fork());
	if (child == 0) {
		for (int i = 0; i < RALLIES; i++) {
			wait_for_turn(&before);
			OK(kill(getppid(), SIGUSR1));
		}
		_exit(0);
	}
	for (; count < RALLIES; count++) {
		OK(kill(child, SIGUSR1));
		wait_for_turn(&before);
	}
	wait_well(child);
	printf("%d rallies\n", count);
	return 0;
}
