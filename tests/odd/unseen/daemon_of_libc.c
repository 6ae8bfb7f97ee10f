/* odd: the program becomes a daemon by daemon(3): the one that was started has ended before the work is done
 * expect: EXITED(0)
 * prints: the work is done
 * mechanisms:
 * orphans: by design
 * unseen: misuse: daemon() forks and ends inside of libc */
#include "odd.h"

int main(void)
{
	/* It stays in its folder and keeps its descriptors. */
	OK(daemon(1, 1));
	puts("the work is done");
	return 0;
}
