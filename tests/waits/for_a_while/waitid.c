/* waits: for one child by its number
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	siginfo_t info;
	pid_t child = fork();

	if (child == 0) {
		compute();
		return 0;
	}
	return waitid(P_PID, child, &info, WEXITED) || info.si_status;
}
