/* expect: wrong-output */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf("one\n");
	printf("two\n"); /* HERE */
	return 0;
}
