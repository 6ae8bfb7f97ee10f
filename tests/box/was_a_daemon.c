/* A daemon that has ended by itself was nobody's to wait for.
 * expect: EXITED(0)
 * says: of CPU time, isolation */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		close(ends[1]);
		setsid();
		if (fork() > 0)
			_exit(0);
		read(ends[0], &byte, 1); /* the program's end */
		_exit(0);
	}
	wait(0);
	return 0;
}
