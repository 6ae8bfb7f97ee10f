/* waits: for a word that nobody changes
 * expect: DEADLOCKED
 * says: waits in syscall\(\) on the futex ready at.*The value of that word is 0. No other task is left that could wake it.*futex\(2\)
 */
#include <linux/futex.h>
#include <sys/syscall.h>

#include "../waits.h"

static uint32_t ready;

int main(void)
{
	syscall(SYS_futex, &ready, FUTEX_WAIT, 0, 0, 0, 0); /* HERE */
	return 0;
}
