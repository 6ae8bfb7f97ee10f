/* odd: one shared memory object is mapped at two addresses, what is written at one is read at the other
 * expect: EXITED(0)
 * prints: 42 at both
 * mechanisms: shm-file */
#include <fcntl.h>
#include <sys/mman.h>

#include "odd.h"

int main(void)
{
	int fd = (int)OK(shm_open("/odd", O_RDWR | O_CREAT | O_EXCL, 0600));
	volatile int *first, *second;
	long page = sysconf(_SC_PAGESIZE);
	pid_t child;

	OK(shm_unlink("/odd"));
	OK(ftruncate(fd, page));
	first = mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	second = mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	MUST(first != MAP_FAILED && second != MAP_FAILED && first != second);
	OK(close(fd));
	child = (pid_t)OK(fork());
	if (child == 0) {
		*first = 42;
		_exit(0);
	}
	wait_well(child);
	MUST(*first == 42 && *second == 42);
	OK(munmap((void *)first, (size_t)page));
	OK(munmap((void *)second, (size_t)page));
	puts("42 at both");
	return 0;
}
