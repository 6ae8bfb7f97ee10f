/* explorer: race
 * A counter in shared memory under a record lock, which is lost: close() of any descriptor of the
 * file lets go of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void set_lock(int fd, short type)
{
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET };

	fcntl(fd, F_SETLKW, &lock);
}

int main(void)
{
	char path[] = "/tmp/explorer-XXXXXX";
	int fd = mkstemp(path);
	int *counter = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			set_lock(fd, F_WRLCK);
			close(open(path, O_RDWR)); /* lets go of the lock as well */			++*counter;
			set_lock(fd, F_UNLCK);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	unlink(path);
	printf("%d\n", *counter);
	return 0;
}
