/*
 * The program loses a block, and tells so at its end.
 * expect: sure memory that is not freed
 * says: when tell ended
 */
#include <stdlib.h>

static void lose(void)
{
	volatile char *block = malloc(40); /* here */

	block[0] = 1;
}

int main(void)
{
	lose();
	return 0;
}
