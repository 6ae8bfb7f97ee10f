#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int status;

	if (argc != 2)
		return 2;
	if (fork() == 0) {
		char *end;

		_exit(strtol(argv[1], &end, 10) == 3 && *end == '\0' ? 0 : 2);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		return WEXITSTATUS(status);
	printf("one\ntwo\nthree\n");
	return 0;
}
