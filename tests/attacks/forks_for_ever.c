/* attack: a fork bomb in which every child forks on (500 at most)
 * options: --tasks 32 --cpu 3000
 * expect: PROCESS_LIMIT or CPU_LIMIT */
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	atomic_int *count =
		mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	while (atomic_fetch_add(count, 1) < 500)
		fork();
	for (;;)
		pause();
}
