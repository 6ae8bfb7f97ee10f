/* The one in the middle leaves its child on purpose; the helper ends when it is told to. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2], back[2];
	char byte;
	pid_t pid;

	if (pipe(ends) < 0 || pipe(back) < 0)
		return 1;
	pid = fork();
	if (pid == 0) {
		setsid();
		if (fork() != 0)
			_exit(0);
		close(ends[1]);
		close(back[0]);
		_exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
	}
	close(ends[0]);
	close(back[1]);
	if (waitpid(pid, NULL, 0) != pid)
		return 1;
	close(ends[1]);
	return read(back[0], &byte, 1) == 0 ? 0 : 1;
}
