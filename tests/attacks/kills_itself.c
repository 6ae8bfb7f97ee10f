/* attack: kills itself with SIGKILL, to look like a victim of a limit
 * expect: SIGNALLED(9) */
#include <signal.h>

int main(void)
{
	raise(SIGKILL);
}
