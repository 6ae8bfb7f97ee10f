/* expect: signal-death */
#include <stdio.h>
#include <string.h>

static int deeper(volatile int *number)
{
	volatile int here[1000];

	here[0] = *number; /* HERE */
	return deeper(here) + here[0];
}

int main(int argc, char **argv)
{
	volatile int number = argc;

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf("%d\n", deeper(&number));
	return 0;
}
