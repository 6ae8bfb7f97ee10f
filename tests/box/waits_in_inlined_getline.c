/* box: a call that a libc header inlines is told with the student's own line
 * options: --witness
 * expect: DEADLOCKED
 * says: reader[[:space:]]+[^[:space:]]*waits_in_inlined_getline.c[[:space:]]+13 */
#include <stdio.h>
#include <unistd.h>

static void reader(FILE *in)
{
	char *line = NULL;
	size_t size = 0;

	getline(&line, &size, in);
}

int main(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return 2;
	reader(fdopen(ends[0], "r"));
	return 0;
}
