/*
 * A child ends with what its parent frees: the kernel takes it back.
 * expect: no accusation
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char **block = malloc(sizeof(*block));

	*block = malloc(40);
	if (fork() == 0) {
		*block = NULL;
		exit(0);
	}
	wait(NULL);
	free(*block);
	free(block);
	return 0;
}
