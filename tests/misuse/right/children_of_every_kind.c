/* vfork, posix_spawn, popen, system, fork and exec, with something in the buffer. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int ended_well(pid_t pid)
{
	int status;

	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

int main(void)
{
	char *const arguments[] = { "true", NULL };
	char line[16];
	FILE *pipe;
	pid_t pid;

	printf("in the buffer all the time\n");
	pid = vfork();
	if (pid == 0) {
		execv("/bin/true", arguments);
		_exit(1);
	}
	if (!ended_well(pid))
		return 1;
	if (posix_spawn(&pid, "/bin/true", NULL, NULL, arguments, environ) != 0 || !ended_well(pid))
		return 2;
	if (posix_spawnp(&pid, "true", NULL, NULL, arguments, environ) != 0 || !ended_well(pid))
		return 3;
	pipe = popen("echo hello", "r");
	if (!pipe || !fgets(line, sizeof(line), pipe) || pclose(pipe) != 0 || system("true") != 0)
		return 4;
	pid = fork();
	if (pid == 0) {
		execlp("true", "true", "one", "two", NULL);
		_exit(1);
	}
	if (!ended_well(pid))
		return 5;
	pid = fork();
	if (pid == 0) {
		execle("/bin/sh", "sh", "-c", "test \"$ONLY\" = this", NULL, (char *[]){ "ONLY=this", NULL });
		_exit(1);
	}
	return ended_well(pid) ? 0 : 6;
}
