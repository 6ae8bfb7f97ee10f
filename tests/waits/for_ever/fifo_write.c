/* waits: for room in a FIFO that only it has open for reading
 * expect: DEADLOCKED
 * says: room in the FIFO fifo \(descriptor 3\).*The FIFO is full and nobody reads it.*fifo_write itself, descriptor 3.*fifo\(7\)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	static char bytes[1 << 20];
	int fifo;

	mkfifo("fifo", 0600);
	fifo = open("fifo", O_RDWR);
	write(fifo, bytes, sizeof(bytes)); /* HERE */
	return 0;
}
