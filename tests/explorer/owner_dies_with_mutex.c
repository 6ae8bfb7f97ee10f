/* explorer: deadlock
 * A child dies with a mutex in its hands that is not robust.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pthread_mutex_t *lock = mmap(
		NULL, sizeof(*lock), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(lock, &attributes);
	if (fork() == 0) {
		pthread_mutex_lock(lock);
		_exit(0);
	}
	pthread_mutex_lock(lock);
	pthread_mutex_unlock(lock);
	wait(NULL);
	return 0;
}
