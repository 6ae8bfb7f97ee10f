/*
 * A fault of a child, before it becomes another program.
 * expect: sure invalid read or write of memory
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words)
{
	int status;

	if (count > 1)
		return 0;
	if (fork() == 0) {
		volatile char *block = malloc(4);

		block[4] = 1; /* here */
		free((void *)block);
		execl("/proc/self/exe", words[0], "again", (char *)NULL);
		execl(words[0], words[0], "again", (char *)NULL);
		_exit(1);
	}
	wait(&status);
	return 0;
}
