/* waits: for a named semaphore that a child posts
 * expect: EXITED(0)
 */
#include <semaphore.h>

#include "../waits.h"

int main(void)
{
	sem_t *full = sem_open("/full", O_CREAT, 0600, 0);

	if (fork() == 0) {
		compute();
		return sem_post(full);
	}
	return sem_wait(full) || child_failed() || sem_unlink("/full");
}
