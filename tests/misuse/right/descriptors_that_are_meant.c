/* One that the new program is told of by its number, and some that close themselves. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char number[16];
	int told[2], hidden[2];

	if (pipe(told) < 0 || pipe2(hidden, O_CLOEXEC) < 0)
		return 1;
	snprintf(number, sizeof(number), "%d", told[1]);
	if (fork() == 0) {
		dup2(hidden[0], STDIN_FILENO);
		dup2(told[1], STDOUT_FILENO);
		close(told[0]);
		execlp("sh", "sh", "-c", "echo hello >&$0", number, NULL);
		_exit(1);
	}
	close(told[1]);
	wait(NULL);
	return 0;
}
