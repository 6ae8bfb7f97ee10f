/* expect: wrong-output */
#include <stdio.h>
#include <string.h>

struct word {
	char letters[4];
};

static void begin(struct word *word)
{
	strcpy(word->letters, "t?o");
	word->letters[1] = 'v'; /* THERE */
}

static void mend(struct word *word)
{
	if (word->letters[1] > 'w') /* THERE */
		word->letters[1] = 'w';
}

int main(int argc, char **argv)
{
	struct word word;

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	begin(&word);
	mend(&word);
	printf("one\n%s\nthree\n", word.letters); /* HERE */
	return 0;
}
