/* attack: system calls by the numbers of x32, bit 30 of the usual ones
 * expect: SIGNALLED(31) */
#include "attack.h"
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

int main(void)
{
#ifdef __x86_64__
	syscall(0x40000000 | SYS_unshare, CLONE_NEWUSER);
#else
	raise(SIGSYS); /* no second ABI that could be tried */
#endif
	return 1;
}
