/* attack: its peer never reads, so that the pipe stays full
 * expect: DEADLOCKED */
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
	int ends[2];

	pipe(ends);
	if (fork() == 0)
		for (;;)
			pause();
	write(ends[1], block, sizeof(block));
	return 0;
}
