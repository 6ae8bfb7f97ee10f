/* attack: shared anonymous memory that its children fill (256 MiB at most)
 * options: --memory 32
 * expect: MEMORY_LIMIT */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			memset(mmap(0, 32 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
				       -1, 0),
				1, 32 << 20);
			break;
		}
	for (;;)
		pause();
}
