/* waits: for a lock that a thread has for writing, which waits for this one
 * expect: DEADLOCKED
 * says: thread 1 waits in pthread_rwlock_rdlock\(\) on the read-write lock table at.*They wait for each other in a circle.*rwlock_read holds it for writing and waits itself at.*pthread_rwlock_rdlock\(3\)
 */
#include "../waits.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

static void *look(void *unused)
{
	pthread_rwlock_rdlock(&table); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_rwlock_wrlock(&table);
	pthread_create(&thread, 0, look, 0);
	pthread_join(thread, 0); /* HERE */
	return 0;
}
