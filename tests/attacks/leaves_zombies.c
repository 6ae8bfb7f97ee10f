/* attack: children that nobody waits for
 * expect: EXITED(0)
 * says: not waited for */
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 20; i++)
		if (fork() == 0)
			return 0;
	return 0;
}
