/* waits: for a mutex in shared memory, whose owner is a process that waits for this one
 * expect: DEADLOCKED
 * says: on the mutex lock->mutex at.*They wait for each other in a circle.*child 1.*mutex_of_a_process holds it and waits itself at
 */
#include "../waits.h"

struct lock {
	int users;
	pthread_mutex_t mutex;
};

static void take(struct lock *lock)
{
	lock->users++;
	pthread_mutex_lock(&lock->mutex); /* HERE */
	lock->users--;
}

int main(void)
{
	struct lock *lock = shared(sizeof(*lock));
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&lock->mutex, &attributes);
	pthread_mutex_lock(&lock->mutex);
	if (fork() == 0) {
		take(lock);
		return 0;
	}
	wait(0); /* HERE */
	pthread_mutex_unlock(&lock->mutex);
	return 0;
}
