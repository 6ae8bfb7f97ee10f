/* waits: for a counter that a child adds to
 * expect: EXITED(0)
 */
#include <sys/eventfd.h>

#include "../waits.h"

int main(void)
{
	uint64_t count = 1;
	int counter = eventfd(0, 0);

	if (fork() == 0) {
		compute();
		return write(counter, &count, sizeof(count)) != sizeof(count);
	}
	return read(counter, &count, sizeof(count)) != sizeof(count) || child_failed();
}
