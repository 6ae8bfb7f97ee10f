/* odd: a handler runs on a stack of its own, sigaltstack()
 * expect: EXITED(0)
 * prints: the handler had its own stack
 * mechanisms: signal */
#include <signal.h>
#include <stdint.h>

#include "odd.h"

enum { STACK = 64 * 1024 };

static char *stack;
static volatile sig_atomic_t was_there;

static void on_signal(int signal)
{
	char here;
	uintptr_t at = (uintptr_t)&here, bottom = (uintptr_t)stack;

	(void)signal;
	was_there = at >= bottom && at < bottom + STACK;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK };
	stack_t own = { .ss_size = STACK }, none = { .ss_flags = SS_DISABLE };

	own.ss_sp = stack = malloc(STACK);
	MUST(stack != NULL);
	OK(sigaltstack(&own, NULL));
	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGUSR1, &action, NULL));
	raise(SIGUSR1);
	MUST(was_there);
	OK(sigaltstack(&none, NULL));
	free(stack);
	puts("the handler had its own stack");
	return 0;
}
