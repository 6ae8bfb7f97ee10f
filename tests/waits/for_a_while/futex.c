/* waits: for a word in shared memory that a child changes
 * expect: EXITED(0)
 */
#include <linux/futex.h>
#include <sys/syscall.h>

#include "../waits.h"

int main(void)
{
	uint32_t *ready = shared(sizeof(*ready));

	if (fork() == 0) {
		compute();
		__atomic_store_n(ready, 1, __ATOMIC_SEQ_CST);
		return syscall(SYS_futex, ready, FUTEX_WAKE, 1, 0, 0, 0) < 0;
	}
	while (!__atomic_load_n(ready, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, ready, FUTEX_WAIT, 0, 0, 0, 0);
	return child_failed();
}
