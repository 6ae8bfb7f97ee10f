/* box: a program that kills itself was ended by no limit of ours
 * expect: SIGNALLED(9) */
#include <signal.h>

int main(void)
{
	raise(SIGKILL);
}
