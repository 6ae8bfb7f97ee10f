/* waits: for a mutex that it holds itself
 * expect: DEADLOCKED
 * says: waits in pthread_mutex_lock\(\) on the mutex lock at.*It holds that mutex itself already.*Lock a mutex once.*pthread_mutex_lock\(3\)
 */
#include "../waits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock); /* HERE */
	return 0;
}
