/* box: no signal that a program can catch stands between it and the limit
 * options: --cpu 300
 * expect: CPU_LIMIT */
#include <signal.h>

int main(void)
{
	for (int number = 1; number < 32; number++)
		signal(number, SIG_IGN);
	for (volatile unsigned i = 0;; i++)
		;
}
