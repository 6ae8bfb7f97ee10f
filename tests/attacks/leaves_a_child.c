/* attack: the parent ends first, its child holds on to the output
 * expect: EXITED(7)
 * says: process */
#include <unistd.h>

int main(void)
{
	if (fork() > 0)
		return 7;
	for (;;)
		pause();
}
