/* waits: for a child in its memory that waits for a signal
 * expect: DEADLOCKED
 * says: waits in vfork\(\) on its child, which shares its memory until exec\(\) or _exit\(\).*It waits for child 1.*which never ends.*vfork\(2\)
 */
#include "../waits.h"

int main(void)
{
	if (vfork() == 0)
		pause(); /* HERE */
	return 0;
}
