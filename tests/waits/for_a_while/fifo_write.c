/* waits: for room in a FIFO that a child reads
 * expect: EXITED(0)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	static char bytes[1 << 20];
	int fifo;

	mkfifo("fifo", 0600);
	if (fork() == 0) {
		fifo = open("fifo", O_RDONLY);
		compute();
		while (read(fifo, bytes, sizeof(bytes)) > 0)
			;
		return 0;
	}
	fifo = open("fifo", O_WRONLY);
	if (write(fifo, bytes, sizeof(bytes)) != sizeof(bytes))
		return 1;
	close(fifo);
	return child_failed();
}
