/* box: abort() shows as itself: the program is not PID 1
 * expect: SIGNALLED(6) */
#include <stdlib.h>

int main(void)
{
	abort();
}
