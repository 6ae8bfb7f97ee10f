/* expect: zombie */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int ends[2];
	char byte;

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) { /* HERE */
		close(ends[0]);
		_exit(0);
	}
	close(ends[1]);
	while (read(ends[0], &byte, 1) > 0)
		;
	printf("one\ntwo\nthree\n");
	return 0;
}
