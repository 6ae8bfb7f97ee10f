/* waits: for a signal that a child sends
 * expect: EXITED(0)
 */
#include "../waits.h"

static void leave(int number)
{
	(void)number;
	_exit(0);
}

int main(void)
{
	signal(SIGUSR1, leave);
	if (fork() == 0) {
		compute();
		return kill(getppid(), SIGUSR1);
	}
	for (;;)
		pause();
}
