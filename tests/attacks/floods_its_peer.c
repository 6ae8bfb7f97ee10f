/* attack: floods its peer for ever, who reads all of it
 * options: --cpu 300
 * expect: CPU_LIMIT */
#include <unistd.h>

static char block[4096];

int main(void)
{
	int ends[2];

	pipe(ends);
	if (fork() == 0)
		for (;;)
			read(ends[0], block, sizeof(block));
	for (;;)
		write(ends[1], block, sizeof(block));
}
