/* waits: for a lock that a child has while it computes
 * expect: EXITED(0)
 */
#include <sys/file.h>

#include "../waits.h"

int main(void)
{
	int file = open("file", O_CREAT | O_RDWR, 0600), ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		file = open("file", O_RDWR);
		flock(file, LOCK_EX);
		write(ends[1], "x", 1);
		compute();
		return 0;
	}
	read(ends[0], &byte, 1);
	return flock(file, LOCK_EX) || child_failed();
}
