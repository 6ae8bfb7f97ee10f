/* waits: for a child that waits for a signal
 * expect: DEADLOCKED
 * says: wait\(\) on the end of a child process at.*It waits for child 1 at wait.c:[0-9]+, which never ends.*wait\(2\)
 */
#include "../waits.h"

int main(void)
{
	if (fork() == 0)
		pause(); /* HERE */
	wait(0); /* HERE */
	return 0;
}
