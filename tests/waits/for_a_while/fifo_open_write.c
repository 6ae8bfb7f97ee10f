/* waits: for a reader of a FIFO that computes first
 * expect: EXITED(0)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	mkfifo("fifo", 0600);
	if (fork() == 0) {
		compute();
		return open("fifo", O_RDONLY) < 0;
	}
	return open("fifo", O_WRONLY) < 0 || child_failed();
}
