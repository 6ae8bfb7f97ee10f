/* attack: ends by a signal that a supervisor may keep for itself
 * expect: SIGNALLED(10) */
#include <signal.h>

int main(void)
{
	raise(SIGUSR1);
}
