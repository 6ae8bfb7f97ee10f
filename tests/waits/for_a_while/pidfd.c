/* waits: for the end of a child by a descriptor
 * expect: EXITED(0)
 */
#include <poll.h>
#include <sys/syscall.h>

#include "../waits.h"

int main(void)
{
	pid_t child = fork();

	if (child == 0) {
		compute();
		return 0;
	}
	return poll(&(struct pollfd){ syscall(SYS_pidfd_open, child, 0), POLLIN }, 1, -1) != 1 ||
	       child_failed();
}
