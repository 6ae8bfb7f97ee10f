/* attack: changes programs that others run, through mappings and /proc/self/mem
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/mman.h>

int main(void)
{
	int env = open("/usr/bin/env", O_RDONLY), memory = open("/proc/self/mem", O_RDWR);
	char *page = mmap(0, 4096, PROT_READ, MAP_SHARED, env, 0), byte;

	REFUSED(1, mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, env, 0), EACCES, EPERM);
	REFUSED(2, mprotect(page, 4096, PROT_READ | PROT_WRITE), EACCES, EPERM);
	/* The same byte that is there: nothing is changed should it get through. */
	byte = page[100];
	BREAK_IF(3, memory >= 0 && pwrite(memory, &byte, 1, (off_t)(page + 100)) == 1);
	return 0;
}
