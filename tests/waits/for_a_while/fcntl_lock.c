/* waits: for a record that a child has locked while it computes
 * expect: EXITED(0)
 */
#include "../waits.h"

static void lock(int file, int command, long first, long length)
{
	struct flock range = { .l_type = F_WRLCK, .l_start = first, .l_len = length };

	fcntl(file, command, &range); /* HERE */
}

int main(void)
{
	int file = open("file", O_CREAT | O_RDWR, 0600), ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		lock(file, F_SETLKW, 10, 10);
		write(ends[1], "x", 1);
		compute();
		return 0;
	}
	read(ends[0], &byte, 1);
	lock(file, F_SETLKW, 15, 1);
	return child_failed();
}
