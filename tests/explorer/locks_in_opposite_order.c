/* explorer: deadlock
 * Two children take two semaphores in shared memory, in opposite order.
 */
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	sem_t *locks = mmap(NULL, 2 * sizeof(*locks), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	sem_init(&locks[0], 1, 1);
	sem_init(&locks[1], 1, 1);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			sem_wait(&locks[1 - child]);
			sem_wait(&locks[child]);
			sem_post(&locks[child]);
			sem_post(&locks[1 - child]);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return 0;
}
