/* attack: stops itself, so that no clock of its own goes on
 * expect: DEADLOCKED or WALL_LIMIT */
#include <signal.h>

int main(void)
{
	raise(SIGSTOP);
	return 0;
}
