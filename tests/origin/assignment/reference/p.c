#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0) {
		fputs("usage: p 3\n", stderr);
		return 2;
	}
	printf("one\ntwo\nthree\n");
	return 0;
}
