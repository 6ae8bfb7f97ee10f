/* attack: memory that can always be executed, by a personality of old systems
 * expect: EXITED(0) */
#include "attack.h"
#include <sys/personality.h>

int main(void)
{
	REFUSED(1, personality(READ_IMPLIES_EXEC), EPERM);
	REFUSED(2, personality(PER_LINUX32), EPERM);
	REFUSED(3, personality(MMAP_PAGE_ZERO), EPERM);
	return 0;
}
