/* explorer: assertion
 * options: --leave stdin
 * input: 12
 * Every line is expected to end with a newline, but the writer of stdin may go in the middle of one.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	char line[64];

	while (fgets(line, sizeof(line), stdin))
		assert(strchr(line, '\n'));
	return 0;
}
