/* waits: for a lock that another thread has for writing, to write
 * expect: DEADLOCKED
 * says: thread 1 waits in pthread_rwlock_wrlock\(\) on the read-write lock table at.*They wait for each other in a circle.*rwlock_writers holds it for writing and waits itself at
 */
#include "../waits.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

static void *change(void *unused)
{
	pthread_rwlock_wrlock(&table); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_rwlock_wrlock(&table);
	pthread_create(&thread, 0, change, 0);
	pthread_join(thread, 0); /* HERE */
	return 0;
}
