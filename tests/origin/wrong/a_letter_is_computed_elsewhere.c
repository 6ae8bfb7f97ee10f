/* expect: wrong-output */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word {
	char letters[8];
};

static void fill(struct word *word, int number)
{
	strcpy(word->letters, "t?o");
	word->letters[1] = (char)('t' + number); /* THERE */
}

int main(int argc, char **argv)
{
	struct word word;

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	fill(&word, atoi(argv[1]) - 1);
	puts("one");
	puts(word.letters); /* HERE */
	puts("three");
	return 0;
}
