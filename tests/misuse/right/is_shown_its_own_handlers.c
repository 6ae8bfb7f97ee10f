/* What was installed is what sigaction() and signal() tell, flags and mask as well. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>

static void first(int number)
{
	(void)number;
}

static void second(int number, siginfo_t *info, void *context)
{
	(void)number, (void)info, (void)context;
}

static int mask_has(const struct sigaction *action, int number)
{
	return sigismember(&action->sa_mask, number);
}

int main(void)
{
	struct sigaction now, action = { .sa_sigaction = second, .sa_flags = SA_SIGINFO | SA_RESTART };
	struct sigaction once = { .sa_handler = first, .sa_flags = SA_RESETHAND };

	if (sigaction(SIGUSR2, NULL, &now) < 0 || now.sa_handler != SIG_DFL)
		return 1;
	if (signal(SIGUSR2, first) != SIG_DFL)
		return 2;
	if (sigaction(SIGUSR2, NULL, &now) < 0 || now.sa_handler != first ||
		(now.sa_flags & (SA_SIGINFO | SA_RESTART)) != SA_RESTART)
		return 3;
	sigaddset(&action.sa_mask, SIGHUP);
	if (sigaction(SIGUSR2, &action, &now) < 0 || now.sa_handler != first || (now.sa_flags & SA_SIGINFO))
		return 4;
	if (sigaction(SIGUSR2, &once, &now) < 0 || now.sa_sigaction != second || !mask_has(&now, SIGHUP) ||
		!(now.sa_flags & SA_SIGINFO))
		return 5;
	raise(SIGUSR2);
	if (sigaction(SIGUSR2, NULL, &now) < 0 || now.sa_handler != SIG_DFL)
		return 6;
	if (signal(SIGUSR2, SIG_IGN) != SIG_DFL || signal(SIGUSR2, first) != SIG_IGN ||
		signal(SIGUSR2, SIG_DFL) != first)
		return 7;
	if (sysv_signal(SIGUSR2, first) != SIG_DFL || sigaction(SIGUSR2, NULL, &now) < 0 ||
		!(now.sa_flags & SA_RESETHAND) || (now.sa_flags & SA_SIGINFO))
		return 8;
	if (signal(SIGKILL, first) != SIG_ERR || sigaction(SIGSTOP, &once, NULL) != -1 ||
		signal(1000, first) != SIG_ERR)
		return 9;
	return 0;
}
