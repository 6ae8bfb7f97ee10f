/* attack: a heap that grows for ever (256 MiB at most)
 * options: --memory 32
 * expect: MEMORY_LIMIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 256; i++) {
		char *block = malloc(1 << 20);

		if (block)
			memset(block, 1, 1 << 20);
	}
	for (;;)
		pause();
}
