/* waits: for a condition variable that nobody signals any more
 * expect: DEADLOCKED
 * says: waits in pthread_cond_wait\(\) on the condition variable queue.not_empty at.*No other task is left that could signal it.*while loop under the mutex.*pthread_cond_wait\(3\)
 */
#include "../waits.h"

static struct {
	pthread_mutex_t lock;
	pthread_cond_t not_full, not_empty;
} queue = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER };

int main(void)
{
	pthread_cond_signal(&queue.not_empty);
	pthread_mutex_lock(&queue.lock);
	pthread_cond_wait(&queue.not_empty, &queue.lock); /* HERE */
	return 0;
}
