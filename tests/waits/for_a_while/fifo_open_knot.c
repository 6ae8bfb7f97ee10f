/* waits: for each other, one after the other
 * expect: EXITED(0)
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	mkfifo("there", 0600);
	mkfifo("back", 0600);
	if (fork() == 0) {
		compute();
		return open("there", O_RDONLY) < 0 || open("back", O_WRONLY) < 0;
	}
	return open("there", O_WRONLY) < 0 || open("back", O_RDONLY) < 0 ||
	       child_failed();
}
