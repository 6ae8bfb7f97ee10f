/* box: end of file comes when the last write end closes, though init started it all
 * expect: EXITED(0) */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 0 ? 0 : 2);
	}
	close(ends[0]);
	close(ends[1]);
	wait(0);
	return 0;
}
