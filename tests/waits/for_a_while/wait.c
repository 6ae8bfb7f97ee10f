/* waits: for a child that computes
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	int status = 1;

	if (fork() == 0) {
		compute();
		return 0;
	}
	return wait(&status) < 0 || status;
}
