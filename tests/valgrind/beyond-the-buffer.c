/*
 * More bytes are sent than the block has.
 * expect: sure invalid read or write of memory
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	char *block = malloc(10);
	int ends[2];

	memset(block, 'x', 10);
	if (pipe(ends) < 0 || write(ends[1], block, 11) < 0) /* here */
		return 1;
	free(block);
	return 0;
}
