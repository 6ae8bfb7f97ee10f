/* explorer: none
 * A child reads to the end of file; its own copy of the write end is closed.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char byte;
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);		while (read(ends[0], &byte, 1) == 1)
			putchar(byte);
		return 0;
	}
	close(ends[0]);
	if (write(ends[1], "abc\n", 4) != 4)
		return 1;
	close(ends[1]);
	wait(NULL);
	return 0;
}
