/* explorer: none
 * options: --leave stdout
 * SIGPIPE is ignored, and write() looked at: with EPIPE there is nothing more to be done. What
 * goes to stderr has another reader.
 */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 5; i++) {
		if (write(STDOUT_FILENO, "line\n", 5) == 5)
			continue;
		assert(errno == EPIPE);
		assert(fputs("nobody reads it\n", stderr) >= 0);
		return 1;
	}
	return 0;
}
