/* expect: descriptor? */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[0]);
		dup2(ends[1], STDOUT_FILENO);
		execlp("true", "true", NULL); /* HERE */
		_exit(127);
	}
	close(ends[0]);
	close(ends[1]);
	wait(NULL);
	return 0;
}
