/* box: two processes, each looks at memory that the other one should change; at least one is named
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: memory.*spins_on_shared_memory.c.@HERE@ */
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void wait_for(atomic_int *turn, int mine)
{
	while (atomic_load(turn) != mine) /* HERE */
		;
}

int main(void)
{
	atomic_int *turn =
		mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = fork();

	wait_for(turn, child ? 1 : 2);
	return wait(0) != child;
}
