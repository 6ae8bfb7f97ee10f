/* box: twenty children that all poll one flag, and a parent that waits for them
 * options: --cpu 800 --witness
 * expect: SPINNING
 * says: memory.*spins_in_many_children.c.@HERE@ */
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	volatile int *go = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int i = 0; i < 20; i++)
		if (fork() == 0) {
			while (!*go) /* HERE */
				;
			_exit(0);
		}
	return wait(0) < 0;
}
