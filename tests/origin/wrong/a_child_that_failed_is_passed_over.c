/* expect: wrong-status */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int status;

	if (fork() == 0)
		_exit(argc == 2 && strcmp(argv[1], "3") == 0 ? 0 : 2);
	wait(&status); /* HERE */
	if (argc == 2 && strcmp(argv[1], "3") == 0)
		printf("one\ntwo\nthree\n");
	return 0;
}
