/* waits: for a child that is stopped
 * expect: DEADLOCKED
 * says: child 1 waits in .*\(\) on SIGCONT.*It is stopped.*It waits for child 1 \(stopped\), which never ends. A child that is stopped has not ended
 */
#include "../waits.h"

int main(void)
{
	if (fork() == 0)
		raise(SIGSTOP); /* HERE */
	wait(0); /* HERE */
	return 0;
}
