/* attack: system calls by the numbers of 32-bit programs, where unshare is 310
 * expect: SIGNALLED(31) or SIGNALLED(11) */
#include "attack.h"
#include <signal.h>

int main(void)
{
	long result = 310;

#ifdef __x86_64__
	__asm__ volatile("int $0x80"
			 : "+a"(result)
			 : "b"(0x10000000L)
			 : "memory", "r8", "r9", "r10", "r11");
#else
	raise(SIGSYS); /* no second ABI that could be tried */
#endif
	return 1;
}
