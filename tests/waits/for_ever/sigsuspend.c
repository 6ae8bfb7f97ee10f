/* waits: for a signal that nobody sends
 * expect: DEADLOCKED
 * says: waits in sigsuspend\(\) on a signal \(SIGUSR1\) at.*No timer is set that would send one. No other task is left that could send one.*sigsuspend\(2\)
 */
#include "../waits.h"

static void nothing(int number)
{
	(void)number;
}

int main(void)
{
	sigset_t none;

	signal(SIGUSR1, nothing);
	sigemptyset(&none);
	sigsuspend(&none); /* HERE */
	return 0;
}
