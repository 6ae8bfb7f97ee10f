/* box: memory is limited over all processes
 * options: --memory 64
 * expect: MEMORY_LIMIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 512; i++) {
		char *block = malloc(1 << 20);

		if (block)
			memset(block, 1, 1 << 20);
	}
	return pause();
}
