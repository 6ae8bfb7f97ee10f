/* odd: children that libc starts and waits for
 * expect: EXITED(0)
 * prints: read from a command
 * prints: written to a command
 * prints: status 5
 * mechanisms: pipe */
#include "odd.h"

int main(void)
{
	char line[64];
	FILE *from = popen("echo read from a command", "r");
	FILE *to;
	int status;

	MUST(from && fgets(line, sizeof(line), from));
	MUST(pclose(from) == 0);
	fputs(line, stdout);
	/* The command writes to the same standard output: what was printed goes first. */
	OK(fflush(stdout));
	to = popen("cat", "w");
	MUST(to && fputs("written to a command\n", to) >= 0);
	MUST(pclose(to) == 0);
	status = (int)OK(system("exit 5"));
	MUST(WIFEXITED(status));
	printf("status %d\n", WEXITSTATUS(status));
	return 0;
}
