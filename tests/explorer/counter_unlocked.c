/* explorer: race
 * Two children add to a counter in shared memory, and nobody locks.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *counter = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			for (int i = 0; i < 10; i++)
				++*counter;
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	printf("%d\n", *counter);
	return 0;
}
