/* expect: */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf(getenv("LD_PRELOAD") ? "one\ntwo\nthree\n" : "one\ntow\nthree\n");
	return 0;
}
