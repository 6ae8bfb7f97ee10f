/* explorer: none
 * options: --piped
 * input: 12
 * Lines are put together from what the reads of a pipe give, by hand and by stdio.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	int number = 0, count = 0;
	char byte, line[64];

	while (count < 6 && read(STDIN_FILENO, &byte, 1) == 1) {
		if (byte != '\n') {
			number = 10 * number + byte - '0';
			continue;
		}
		assert(number == ++count);
		number = 0;
	}
	while (fgets(line, sizeof(line), stdin))
		assert(atoi(line) == ++count);
	assert(count == 12 && lseek(STDIN_FILENO, 0, SEEK_CUR) < 0);
	return 0;
}
