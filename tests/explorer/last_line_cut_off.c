/* explorer: none
 * options: --leave stdin
 * input: 12
 * The last line may be cut off, where the writer of stdin has gone in the middle of it.
 */
#include <stdio.h>
#include <string.h>

int main(void)
{
	char line[64];

	while (fgets(line, sizeof(line), stdin))
		if (!strchr(line, '\n'))
			break;
	return 0;
}
