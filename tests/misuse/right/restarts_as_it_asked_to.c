/* SA_RESTART and its absence, a handler on a stack of its own, sigwait(). */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t calls, writes_from;
static int ends[2];
static char *volatile stack_bottom;
static volatile sig_atomic_t off_stack;

static void on_alarm(int number)
{
	char here;

	(void)number;
	if (stack_bottom && (&here < stack_bottom || &here >= stack_bottom + SIGSTKSZ))
		off_stack = 1;
	/* Ends the read that those before have interrupted. */
	if (++calls >= writes_from && writes_from && write(ends[1], "x", 1) != 1)
		off_stack = 2;
}

static void install(int flags)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = flags };

	sigaction(SIGALRM, &action, NULL);
}

int main(void)
{
	struct itimerval every = { { 0, 5000 }, { 0, 5000 } }, never = { { 0, 0 }, { 0, 0 } };
	stack_t stack = { .ss_size = SIGSTKSZ };
	sigset_t user;
	char byte;
	int number;

	stack.ss_sp = stack_bottom = malloc(SIGSTKSZ);
	if (pipe(ends) < 0 || sigaltstack(&stack, NULL) < 0)
		return 1;
	install(SA_ONSTACK);
	setitimer(ITIMER_REAL, &every, NULL);
	if (read(ends[0], &byte, 1) != -1 || errno != EINTR)
		return 2;
	install(SA_ONSTACK | SA_RESTART);
	/* Later than any tick that may come while this is computed. */
	writes_from = calls + 10;
	if (read(ends[0], &byte, 1) != 1 || off_stack)
		return 3;
	setitimer(ITIMER_REAL, &never, NULL);
	signal(SIGALRM, SIG_DFL);
	sigemptyset(&user);
	sigaddset(&user, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &user, NULL);
	return sigwait(&user, &number) == 0 && number == SIGUSR1 ? 0 : 4;
}
