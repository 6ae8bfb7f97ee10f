#include <stdlib.h>
#include <unistd.h>

static void at_exit(void)
{
	_exit(0);
}

__attribute__((constructor)) static void before_main(void)
{
	atexit(at_exit);
	write(1, "lines: 0\n", 9);
	exit(3);
}
