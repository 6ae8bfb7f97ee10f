/* explorer: none
 * Two children open one named semaphore, and add to a counter in shared memory under it.
 */
#include <assert.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void add(int *counter)
{
	char name[64];
	sem_t *lock;

	snprintf(name, sizeof(name), "/explorer-%d", getppid());
	lock = sem_open(name, O_CREAT, 0600, 1);
	sem_wait(lock);
	++*counter;
	sem_post(lock);
	_exit(0);
}

int main(void)
{
	int *counter = mmap(
		NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char name[64];

	for (int child = 0; child < 2; child++)
		if (fork() == 0)
			add(counter);
	while (wait(NULL) > 0)
		;
	snprintf(name, sizeof(name), "/explorer-%d", getpid());
	sem_unlink(name);
	assert(*counter == 2);
	return 0;
}
