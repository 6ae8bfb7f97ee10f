/* explorer: none
 * Two children add to a number in shared memory, each by another mapping, under a semaphore.
 */
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	sem_t lock;
	int counter;
};

static struct shared *map(int file)
{
	return mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
}

int main(void)
{
	struct shared *views[2];
	char name[64];
	int file;

	snprintf(name, sizeof(name), "/explorer-%d", getpid());
	file = shm_open(name, O_CREAT | O_RDWR, 0600);
	shm_unlink(name);
	if (ftruncate(file, sizeof(struct shared)) < 0)
		return 1;
	views[0] = map(file);
	views[1] = map(file);
	sem_init(&views[0]->lock, 1, 1);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			sem_wait(&views[child]->lock);
			views[child]->counter++;
			sem_post(&views[child]->lock);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return views[0]->counter != 2;
}
