/* explorer: race
 * Two children open a named semaphore each, since the name has their own PID in it.
 */
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

	snprintf(name, sizeof(name), "/explorer-%d", getpid());
	lock = sem_open(name, O_CREAT, 0600, 1);
	sem_unlink(name);
	sem_wait(lock);
	++*counter;
	sem_post(lock);
	_exit(0);
}

int main(void)
{
	int *counter = mmap(
		NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int child = 0; child < 2; child++)
		if (fork() == 0)
			add(counter);
	while (wait(NULL) > 0)
		;
	return *counter;
}
