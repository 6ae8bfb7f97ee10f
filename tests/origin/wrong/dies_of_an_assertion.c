/* expect: signal-death */
#include <assert.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf("one\ntwo\nthree\n");
	assert(argc == 3); /* HERE */
	return 0;
}
