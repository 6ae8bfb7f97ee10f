/* waits: for the end of a FIFO that it has open for writing itself
 * expect: DEADLOCKED
 * says: data from the FIFO fifo \(descriptor 3\).*End of file never comes.*fifo_read itself, descriptor 3.*for reading only.*fifo\(7\)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	char byte;
	int fifo;

	mkfifo("fifo", 0600);
	fifo = open("fifo", O_RDWR);
	read(fifo, &byte, 1); /* HERE */
	return 0;
}
