/* attack: prints on standard output without end (64 MiB at most)
 * options: --output 64
 * expect: OUTPUT_LIMIT */
#include <unistd.h>

static char block[1 << 16];

int main(void)
{
	for (int i = 0; i < sizeof(block); i++)
		block[i] = i % 64 == 63 ? '\n' : 'x';
	for (int i = 0; i < 1024; i++)
		write(1, block, sizeof(block));
	return 1;
}
