/* expect: signal-death */
#include <stdio.h>
#include <string.h>

static void set(volatile int *number)
{
	*number = 3; /* HERE */
}

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	set(NULL);
	printf("one\ntwo\nthree\n");
	return 0;
}
