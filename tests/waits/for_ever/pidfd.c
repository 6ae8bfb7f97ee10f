/* waits: for the end of a child by a descriptor
 * expect: DEADLOCKED
 * says: waits in poll\(\) on the end of a process \(descriptor 3\) at.*It waits for child 1, which waits itself at.*pidfd_open\(2\)
 */
#include <poll.h>
#include <sys/syscall.h>

#include "../waits.h"

int main(void)
{
	pid_t child = fork();

	if (child == 0)
		pause(); /* HERE */
	return poll(&(struct pollfd){ syscall(SYS_pidfd_open, child, 0), POLLIN }, 1, -1); /* HERE */
}
