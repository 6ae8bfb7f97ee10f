/* odd: the child borrows its parent's memory until it becomes another program
 * expect: EXITED(0)
 * prints: said by echo
 * prints: status 0, and 7 of one that cannot be started
 * mechanisms: */
#include "odd.h"

/* Between vfork() and execv() a child may do nothing else but _exit(). */
static int run(const char *path, char *const argv[])
{
	pid_t child = vfork();

	if (child == 0) {
		execv(path, argv);
		_exit(7);
	}
	if (child == -1)
		fail("vfork", errno);
	return wait_for(child);
}

int main(void)
{
	char *const echo[] = { "echo", "said by echo", NULL };
	char *const nothing[] = { "nothing", NULL };
	int said = run("/bin/echo", echo);
	int missing = run("/nothing/here", nothing);

	MUST(WIFEXITED(said) && WIFEXITED(missing));
	printf("status %d, and %d of one that cannot be started\n", WEXITSTATUS(said),
		WEXITSTATUS(missing));
	return 0;
}
