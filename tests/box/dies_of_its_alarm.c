/* box: an alarm without a handler is waited for as well: it ends the program
 * expect: SIGNALLED(14) */
#include <unistd.h>

int main(void)
{
	alarm(1);
	pause();
	return 3;
}
