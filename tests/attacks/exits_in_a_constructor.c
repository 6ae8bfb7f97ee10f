/* attack: ends well before main, without having done anything
 * expect: EXITED(0) */
#include <unistd.h>

static void __attribute__((constructor)) leave(void)
{
	_exit(0);
}

int main(void)
{
	return 1;
}
