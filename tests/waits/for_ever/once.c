/* waits: for a function that pthread_once() calls, in that function
 * expect: DEADLOCKED
 * says: waits in pthread_once\(\) on the pthread_once_t ready at.*has begun and does not return. No other task is left that could end it.*pthread_once\(3\)
 */
#include "../waits.h"

static pthread_once_t ready = PTHREAD_ONCE_INIT;

static void make_ready(void)
{
	pthread_once(&ready, make_ready); /* HERE */
}

int main(void)
{
	return pthread_once(&ready, make_ready);
}
