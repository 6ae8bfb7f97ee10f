/* waits: for a counter that is 0
 * expect: DEADLOCKED
 * says: waits in read\(\) on the eventfd of descriptor 3 at.*Its counter is 0. No other task is left that could write to it.*eventfd\(2\)
 */
#include <sys/eventfd.h>

#include "../waits.h"

int main(void)
{
	uint64_t count;

	read(eventfd(0, 0), &count, sizeof(count)); /* HERE */
	return 0;
}
