/* expect: signal-death */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int ends[2];

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	if (pipe(ends) < 0)
		return 1;
	close(ends[0]);
	write(ends[1], "one\n", 4); /* HERE */
	printf("one\ntwo\nthree\n");
	return 0;
}
