/* box: a shared mapping is denied whichever way it is asked for, and named
 * options: --allow pipe
 * expect: EXITED(0)
 * says: DENIED.mmap */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/tmp/file", O_CREAT | O_RDWR, 0600);

	if (fd < 0 || ftruncate(fd, 4096) < 0)
		return 2;
	if (mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED || errno != EPERM)
		return 3;
	if (mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE, fd, 0) != MAP_FAILED ||
		errno != EPERM)
		return 4;
	return mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED;
}
