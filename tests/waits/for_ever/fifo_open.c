/* waits: for a writer of a FIFO that never comes
 * expect: DEADLOCKED
 * says: waits in open(64)?\(\) on somebody who opens the FIFO fifo for writing.*Nobody opens it for writing.*No other task is left.*fifo\(7\)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	mkfifo("fifo", 0600);
	open("fifo", O_RDONLY); /* HERE */
	return 0;
}
