/* expect: output-twice */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	printf("starting it\n");
	if (fork() == 0) { /* HERE */
		execl("/box/not-there", "not-there", NULL);
		perror("not-there");
		exit(127);
	}
	wait(NULL);
	return 0;
}
