/* box: a loop of sem_trywait() on a semaphore that nobody posts
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.memory.*main.*spins_on_sem_trywait.c.@HERE@ */
#include <semaphore.h>

static sem_t sem;

int main(void)
{
	sem_init(&sem, 0, 0);
	while (sem_trywait(&sem) != 0) /* HERE */
		;
	return 0;
}
