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
	if (fork() == 0)
		_exit(0);
	wait(NULL);
	printf("tow\n"); /* HERE */
	printf("three\n");
	return 0;
}
