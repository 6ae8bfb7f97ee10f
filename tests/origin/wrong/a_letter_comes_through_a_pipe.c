/* expect: wrong-output */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char next_letter(char letter, int by)
{
	return (char)(letter + by); /* THERE */
}

static void work(int to, int by)
{
	char letter = next_letter('t', by);

	write(to, &letter, 1);
	_exit(0);
}

int main(int argc, char **argv)
{
	char word[] = "t?o";
	int ends[2];

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0)
		work(ends[1], argc);
	close(ends[1]);
	read(ends[0], &word[1], 1);
	wait(NULL);
	printf("one\n%s\nthree\n", word); /* HERE */
	return 0;
}
