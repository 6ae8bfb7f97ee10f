/* odd: posix_spawn() with file actions instead of fork() and dup2()
 * expect: EXITED(0)
 * prints: SPAWNED AND CHANGED
 * mechanisms: pipe */
#include <fcntl.h>
#include <spawn.h>

#include "odd.h"

extern char **environ;

int main(void)
{
	char *const argv[] = { "tr", "a-z", "A-Z", NULL };
	char answer[64];
	posix_spawn_file_actions_t actions;
	int to[2], from[2];
	pid_t child;
	size_t length;

	OK(pipe2(to, O_CLOEXEC));
	OK(pipe2(from, O_CLOEXEC));
	ZERO(posix_spawn_file_actions_init(&actions));
	ZERO(posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO));
	ZERO(posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO));
	ZERO(posix_spawn(&child, "/usr/bin/tr", &actions, NULL, argv, environ));
	ZERO(posix_spawn_file_actions_destroy(&actions));
	OK(close(to[0]));
	OK(close(from[1]));
	write_all(to[1], "spawned and changed\n", 20);
	OK(close(to[1]));
	length = read_all(from[0], answer, sizeof(answer));
	OK(close(from[0]));
	wait_well(child);
	printf("%.*s", (int)length, answer);
	return 0;
}
