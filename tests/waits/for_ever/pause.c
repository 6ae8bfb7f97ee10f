/* waits: for a signal that came before
 * expect: DEADLOCKED
 * says: waits in pause\(\) on a signal \(SIGUSR1\) at.*No timer is set.*A signal that came before the wait is lost.*sigsuspend\(2\)
 */
#include "../waits.h"

static void nothing(int number)
{
	(void)number;
}

int main(void)
{
	signal(SIGUSR1, nothing);
	raise(SIGUSR1);
	pause(); /* HERE */
	return 0;
}
