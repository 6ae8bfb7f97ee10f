/* expect: wrong-status */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	char *end = NULL;
	long count = argc == 2 ? strtol(argv[1], &end, 10) : 0; /* HERE */

	if (count > 2 || *end != '\0') {
		fprintf(stderr, "too many\n");
		return 2;
	}
	printf("one\ntwo\nthree\n");
	return 0;
}
