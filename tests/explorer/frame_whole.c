/* explorer: none
 * A child copies frames into shared memory, the parent out of it: whole, by one semaphore or by two.
 */
#include <semaphore.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FRAMES = 3, SIZE = 64 };

struct shared {
	sem_t filled, emptied;
	char frame[SIZE];
};

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char frame[SIZE];

	sem_init(&shared->filled, 1, 0);
	sem_init(&shared->emptied, 1, 1);
	if (fork() == 0) {
		for (int i = 0; i < FRAMES; i++) {
			memset(frame, 'a' + i, sizeof(frame));
			if (1)
				sem_wait(&shared->emptied);
			memcpy(shared->frame, frame, sizeof(frame));
			sem_post(&shared->filled);
		}
		_exit(0);
	}
	for (int i = 0; i < FRAMES; i++) {
		sem_wait(&shared->filled);
		memcpy(frame, shared->frame, sizeof(frame));
		sem_post(&shared->emptied);
	}
	wait(NULL);
	return 0;
}
