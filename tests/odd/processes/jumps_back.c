/* odd: an error deep inside is left by longjmp(), out of a signal handler by siglongjmp()
 * expect: EXITED(0)
 * prints: back with 7
 * prints: back from the handler
 * mechanisms: signal */
#include <setjmp.h>
#include <signal.h>

#include "odd.h"

static jmp_buf home;
static sigjmp_buf home_from_handler;

static void __attribute__((noreturn)) go_deep(int depth)
{
	if (depth == 0)
		longjmp(home, 7);
	go_deep(depth - 1);
}

static void leave(int signal)
{
	(void)signal;
	siglongjmp(home_from_handler, 1);
}

int main(void)
{
	struct sigaction action = { .sa_handler = leave };

	/* C17 7.13.1.1: what setjmp() returns may be compared, and not assigned. */
	switch (setjmp(home)) {
	case 0:
		go_deep(20);
	case 7:
		puts("back with 7");
		break;
	default:
		return 1;
	}
	OK(fflush(stdout));
	sigemptyset(&action.sa_mask);
	OK(sigaction(SIGUSR1, &action, NULL));
	/* raise() returns only after the handler: it interrupts nothing that is half done. */
	if (sigsetjmp(home_from_handler, 1) == 0) {
		raise(SIGUSR1);
		return 1;
	}
	puts("back from the handler");
	return 0;
}
