/* attack: fails, but ends with status 0 from a handler of atexit
 * expect: EXITED(0) */
#include <stdlib.h>
#include <unistd.h>

static void leave(void)
{
	_exit(0);
}

int main(void)
{
	atexit(leave);
	return 1;
}
