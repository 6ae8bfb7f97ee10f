/* waits: for a thread that waits for a signal
 * expect: DEADLOCKED
 * says: thread 1 waits in pause.*waits in pthread_join\(\) on the end of thread 1 at.*thread 1 waits itself at join.c:[0-9]+ and never ends.*pthread_join\(3\)
 */
#include "../waits.h"

static void *stay(void *unused)
{
	pause(); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, stay, 0);
	pthread_join(thread, 0); /* HERE */
	return 0;
}
