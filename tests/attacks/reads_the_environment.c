/* attack: looks for secrets in its environment, its arguments and its limits
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <stdlib.h>

extern char **environ;

int main(void)
{
	/* The runner exports the first; the others are what graders of the world use. */
	const char *names[] = { "ATTACK_SECRET", "SSH_AUTH_SOCK", "SUDO_USER", "GITHUB_TOKEN",
		"LD_PRELOAD", "OLDPWD", "MAKEFLAGS" };

	for (int i = 0; i < 7; i++)
		BREAK_IF(i + 1, getenv(names[i]));
	for (char **variable = environ; *variable; variable++)
		BREAK_IF(20, strstr(*variable, "grader"));
	return 0;
}
