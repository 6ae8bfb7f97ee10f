/* waits: for a child that is stopped and continued
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		return raise(SIGSTOP);
	waitpid(child, &status, WUNTRACED);
	compute();
	kill(child, SIGCONT);
	return child_failed();
}
