/* expect: wrong-output */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	static char room[2];

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	setvbuf(stdout, room, _IOFBF, sizeof(room));
	fputs("one\n", stdout);
	putchar('t');
	fwrite("wo", 2, 1, stdout);
	puts("");
	printf("%s%d\n", "thre", 3); /* HERE */
	return 0;
}
