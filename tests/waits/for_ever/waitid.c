/* waits: for one child of two, by its number
 * expect: DEADLOCKED
 * says: waits in waitid\(\) on the end of a child process at.*It waits for child 2 at waitid.c:[0-9]+, which never ends
 */
#include "../waits.h"

static pid_t start(void)
{
	pid_t child = fork();

	if (child == 0)
		pause(); /* HERE */
	return child;
}

int main(void)
{
	siginfo_t info;

	start();
	waitid(P_PID, start(), &info, WEXITED); /* HERE */
	return 0;
}
