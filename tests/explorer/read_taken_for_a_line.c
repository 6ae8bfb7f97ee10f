/* explorer: assertion
 * options: --piped
 * input: 12
 * Each read() of a pipe is taken for whole lines.
 */
#include <assert.h>
#include <unistd.h>

int main(void)
{
	char lines[64];
	ssize_t length;

	while ((length = read(STDIN_FILENO, lines, sizeof(lines))) > 0)
		assert(lines[length - 1] == '\n');
	return 0;
}
