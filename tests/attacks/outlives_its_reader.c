/* attack: writes on when its peer has ended; SIGPIPE was ignored by whoever started the box
 * expect: SIGNALLED(13) */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];

	pipe(ends);
	if (fork() == 0)
		_exit(0);
	close(ends[0]);
	wait(0);
	write(ends[1], "x", 1);
	return 1;
}
