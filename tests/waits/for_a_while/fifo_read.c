/* waits: for a byte that a child writes to a FIFO
 * expect: EXITED(0)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	char byte;
	int fifo;

	mkfifo("fifo", 0600);
	if (fork() == 0) {
		fifo = open("fifo", O_WRONLY);
		compute();
		return write(fifo, "x", 1) != 1;
	}
	fifo = open("fifo", O_RDONLY);
	return read(fifo, &byte, 1) != 1 || child_failed();
}
