/* explorer: assertion
 * options: --leave stdout
 * SIGPIPE is ignored, and what write() returns then is taken for success.
 */
#include <assert.h>
#include <signal.h>
#include <unistd.h>

int main(void)
{
	size_t written = 0;

	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 5; i++)
		written += (size_t)write(STDOUT_FILENO, "line\n", 5);
	assert(written == 25);
	return 0;
}
