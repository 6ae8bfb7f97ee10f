/* attack: shared memory that is dropped from the resident size after each write
 * options: --memory 64 --disk 256
 * expect: MEMORY_LIMIT
 * own: yes */
#include "attack.h"
#include <sys/mman.h>

int main(void)
{
	char *block = mmap(0, 256 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int mib = 0; mib < 256; mib++) {
		memset(block + ((size_t)mib << 20), 1, 1 << 20);
		madvise(block + ((size_t)mib << 20), 1 << 20, MADV_DONTNEED);
	}
	return 1;
}
