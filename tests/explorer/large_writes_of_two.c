/* explorer: assertion
 * Two processes write to one pipe, each more than PIPE_BUF bytes at once: what they write may be
 * interleaved.
 */
#include <assert.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE = 6000 };

static char lines[2 * LINE];

static void be_child(int to, char letter)
{
	memset(lines, letter, LINE);
	_exit(write(to, lines, LINE) != LINE);
}

int main(void)
{
	size_t got = 0;
	ssize_t length;
	int ends[2];

	if (pipe(ends) < 0)
		return 1;
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			be_child(ends[1], (char)('a' + i));
	close(ends[1]);
	while ((length = read(ends[0], lines + got, sizeof(lines) - got)) > 0)
		got += (size_t)length;
	for (size_t i = 1; i < LINE; i++)
		assert(lines[i] == lines[0] && lines[LINE + i] == lines[LINE]);
	while (wait(NULL) > 0)
		;
	return 0;
}
