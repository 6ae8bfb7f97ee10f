#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid;

	printf("one line\n");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		printf("the child\n");
		exit(0);
	}
	waitpid(pid, NULL, 0);
	return 0;
}
