/* expect: wrong-status */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void stop(void)
{
	exit(1); /* HERE */
}

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf("one\ntwo\nthree\n");
	stop();
	return 0;
}
