/* box: SIGPIPE has its default disposition, though the shell may ignore it
 * expect: SIGNALLED(13) */
#include <unistd.h>

int main(void)
{
	int ends[2];

	if (pipe(ends) < 0)
		return 2;
	close(ends[0]);
	write(ends[1], "x", 1);
	return 0;
}
