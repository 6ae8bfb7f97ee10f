/* explorer: assertion
 * A child goes on writing to a pipe whose reader has what it wants and has closed its end.
 */
#include <assert.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2], status;
	char byte;

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[0]);
		_exit(write(ends[1], "a", 1) != 1 || write(ends[1], "b", 1) != 1);
	}
	close(ends[1]);
	if (read(ends[0], &byte, 1) != 1)
		return 1;
	close(ends[0]);
	wait(&status);
	assert(WIFEXITED(status));
	return 0;
}
