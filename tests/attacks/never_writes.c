/* attack: its peer never writes
 * expect: DEADLOCKED */
#include <unistd.h>

int main(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0)
		for (;;)
			pause();
	read(ends[0], &byte, 1);
	return 0;
}
