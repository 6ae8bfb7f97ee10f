/* Each prints after fork() only; a copy that is thrown away, one that goes elsewhere. */
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (fork() == 0) {
		printf("the first child\n");
		exit(0);
	}
	wait(NULL);
	printf("in the buffer\n");
	if (fork() == 0) {
		__fpurge(stdout);
		printf("the second child\n");
		exit(0);
	}
	wait(NULL);
	if (fork() == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		exit(0);
	}
	wait(NULL);
	if (fork() == 0) {
		fputs("unbuffered", stderr);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
