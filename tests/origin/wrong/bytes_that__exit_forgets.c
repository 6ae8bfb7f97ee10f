/* expect: wrong-output */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf("one\n");
	fflush(stdout);
	if (fork() == 0) {
		printf("two\n"); /* HERE */
		_exit(0);
	}
	wait(NULL);
	printf("three\n");
	return 0;
}
