/* expect: wrong-output */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void work(int to)
{
	static const char *const lines[] = { "one\n", "tow\n", "three\n" };

	for (int i = 0; i < 3; i++)
		write(to, lines[i], strlen(lines[i])); /* HERE */
	_exit(0);
}

int main(int argc, char **argv)
{
	char line[100];
	FILE *from;
	int ends[2];

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0)
		work(ends[1]);
	close(ends[1]);
	from = fdopen(ends[0], "r");
	while (fgets(line, sizeof(line), from))
		fputs(line, stdout);
	wait(NULL);
	return 0;
}
