/* explorer: assertion
 * options: --leave stdout --sigpipe
 * Whoever asks for it is told of death by SIGPIPE, too.
 */
#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 5; i++) {
		printf("%d\n", i);
		fflush(stdout);
	}
	return 0;
}
