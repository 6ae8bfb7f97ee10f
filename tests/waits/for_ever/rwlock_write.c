/* waits: for a lock that it has locked for reading itself
 * expect: DEADLOCKED
 * says: waits in pthread_rwlock_wrlock\(\) on the read-write lock table at.*It is locked for reading \(1 time\).*No other task is left that could unlock it.*pthread_rwlock_wrlock\(3\)
 */
#include "../waits.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

int main(void)
{
	pthread_rwlock_rdlock(&table);
	pthread_rwlock_wrlock(&table); /* HERE */
	return 0;
}
