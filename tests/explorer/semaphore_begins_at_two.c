/* explorer: race
 * Two children add to a counter under a semaphore that lets both of them in.
 */
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	sem_t lock;
	int counter;
};

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	sem_init(&shared->lock, 1, 2);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			for (int i = 0; i < 10; i++) {
				sem_wait(&shared->lock);
				shared->counter++;
				sem_post(&shared->lock);
			}
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	printf("%d\n", shared->counter);
	return 0;
}
