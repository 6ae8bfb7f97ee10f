/* expect: wrong-status */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int count = argc == 2 ? atoi(argv[1]) : 0; /* HERE */

	if (count != 3)
		return 2;
	printf("one\ntwo\nthree\n");
	return 0;
}
