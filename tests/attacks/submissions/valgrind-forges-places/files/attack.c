#include <stdlib.h>
#line 1 "/usr/lib/system.c"
__attribute__((constructor)) static void fault(void)
{
	volatile char *block = malloc(8);

	block[8] = 1;
	free((void *)block);
}
