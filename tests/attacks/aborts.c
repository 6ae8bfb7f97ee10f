/* attack: aborts, which must not look like anything else
 * expect: SIGNALLED(6) */
#include <stdlib.h>

int main(void)
{
	abort();
}
