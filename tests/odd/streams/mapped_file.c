/* odd: a child writes into a mapped file, msync(), and its parent reads the file with read()
 * expect: EXITED(0)
 * prints: written through memory
 * mechanisms: shm-file */
#include <fcntl.h>
#include <sys/mman.h>

#include "odd.h"

int main(void)
{
	static const char words[] = "written through memory";
	const size_t length = sizeof(words) - 1;
	char seen[64];
	int file = (int)OK(open("mapped", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
	pid_t child;

	OK(ftruncate(file, (off_t)length));
	child = (pid_t)OK(fork());
	if (child == 0) {
		char *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

		MUST(memory != MAP_FAILED);
		memcpy(memory, words, length);
		OK(msync(memory, length, MS_SYNC));
		OK(munmap(memory, length));
		_exit(0);
	}
	wait_well(child);
	MUST(read_all(file, seen, sizeof(seen)) == length);
	printf("%.*s\n", (int)length, seen);
	OK(close(file));
	OK(unlink("mapped"));
	return 0;
}
