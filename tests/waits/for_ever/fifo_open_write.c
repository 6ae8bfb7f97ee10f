/* waits: for a reader of a FIFO, by a path from its own folder
 * expect: DEADLOCKED
 * says: on somebody who opens the FIFO fifo for reading.*Nobody opens it for reading.*fifo\(7\)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	mkfifo("fifo", 0600);
	open("fifo", O_WRONLY); /* HERE */
	return 0;
}
