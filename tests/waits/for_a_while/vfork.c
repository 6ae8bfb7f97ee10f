/* waits: for a child in its memory that computes
 * expect: EXITED(0)
 */
#include "../waits.h"

int main(void)
{
	if (vfork() == 0) {
		compute();
		_exit(0);
	}
	return child_failed();
}
