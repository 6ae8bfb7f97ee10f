/* explorer: none
 * A child and its parent attach a System V segment each; a semaphore in it hands over.
 */
#include <assert.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	sem_t filled;
	int box;
};

int main(void)
{
	int segment = shmget(IPC_PRIVATE, sizeof(struct shared), IPC_CREAT | 0600);
	struct shared *shared = shmat(segment, NULL, 0);

	sem_init(&shared->filled, 1, 0);
	if (fork() == 0) {
		struct shared *other = shmat(segment, NULL, 0);

		other->box = 42;
		sem_post(&other->filled);
		_exit(0);
	}
	sem_wait(&shared->filled);
	assert(shared->box == 42);
	wait(NULL);
	shmctl(segment, IPC_RMID, NULL);
	return 0;
}
