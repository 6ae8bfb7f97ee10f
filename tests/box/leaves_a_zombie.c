/* box: a child that nobody waited for is certain, whenever it ended
 * expect: EXITED(0)
 * says: 1 not waited for */
#include <unistd.h>

int main(void)
{
	if (fork() == 0)
		_exit(0);
	return 0;
}
