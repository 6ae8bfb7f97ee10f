/*
 * The fault that an attack wants to hide: a byte is written behind a block, in
 * the first process, before main.  It does no harm without Valgrind.
 */
#include <stdlib.h>

__attribute__((constructor(65000))) static void write_behind_the_block(void)
{
	volatile char *block = malloc(8);

	block[8] = 1;
	free((void *)block);
}
