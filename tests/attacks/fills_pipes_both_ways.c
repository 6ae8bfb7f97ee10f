/* attack: two processes write to each other and neither reads
 * options: --witness
 * expect: DEADLOCKED */
#include <unistd.h>

static char block[1 << 20];

int main(void)
{
	int there[2], back[2];

	pipe(there);
	pipe(back);
	write(fork() == 0 ? back[1] : there[1], block, sizeof(block));
	return 0;
}
