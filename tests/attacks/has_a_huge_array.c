/* attack: a static array that no host has memory for
 * options: --memory 32
 * expect: MEMORY_LIMIT or NOT_STARTED(Cannot allocate memory) */
#include <string.h>
#include <unistd.h>

static char huge[1 << 30];

int main(void)
{
	memset(huge, 1, 256 << 20);
	for (;;)
		pause();
}
