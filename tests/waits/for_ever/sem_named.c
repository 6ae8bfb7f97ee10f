/* waits: for a named semaphore that is 0
 * expect: DEADLOCKED
 * says: on the named semaphore /empty at.*Its value is 0. No other task is left that could post it
 */
#include <semaphore.h>

#include "../waits.h"

int main(void)
{
	sem_wait(sem_open("/empty", O_CREAT, 0600, 0)); /* HERE */
	return 0;
}
