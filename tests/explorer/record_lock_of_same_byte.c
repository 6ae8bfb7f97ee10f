/* explorer: none
 * Two children add to a counter in shared memory, under record locks of the same byte of a file.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void set_lock(int file, short type, off_t byte)
{
	struct flock lock = { .l_type = type, .l_start = byte, .l_len = 1 };

	fcntl(file, F_SETLKW, &lock);
}

int main(void)
{
	int *counter = mmap(
		NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char path[] = "/tmp/explorer-XXXXXX";
	int file = mkstemp(path);

	unlink(path);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			set_lock(file, F_WRLCK, 0);
			++*counter;
			set_lock(file, F_UNLCK, 0);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return *counter != 2;
}
