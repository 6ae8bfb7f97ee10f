/* waits: for SIGCONT
 * expect: DEADLOCKED
 * says: on SIGCONT at.*It is stopped.*nobody sends it SIGCONT.*signal\(7\)
 */
#include "../waits.h"

int main(void)
{
	raise(SIGSTOP); /* HERE */
	return 0;
}
