/* attack: ignores SIGTERM, SIGXCPU, SIGALRM and all others, and goes on
 * options: --cpu 200
 * expect: SPINNING or CPU_LIMIT */
#include <signal.h>

int main(void)
{
	sigset_t all;

	for (int number = 1; number < 65; number++)
		signal(number, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, 0);
	for (volatile long i = 0;; i++)
		;
}
