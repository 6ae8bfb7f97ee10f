/* expect: descriptor */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
		execlp("true", "true", NULL); /* HERE */
		_exit(127);
	}
	close(ends[0]);
	close(ends[1]);
	wait(NULL);
	return 0;
}
