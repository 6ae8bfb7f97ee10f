/* box: sched_yield() in the loop does not make it a wait
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.call.[0-9]+.[0-9]+.24.0.*main.*spins_with_sched_yield.c.@HERE@ */
#include <sched.h>

static volatile int done;

int main(void)
{
	while (!done) /* HERE */
		sched_yield();
	return 0;
}
