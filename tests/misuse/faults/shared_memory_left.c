/* expect: ipc-left */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int fd = shm_open("/board", O_RDWR | O_CREAT, 0600); /* HERE */

	if (fd < 0 || ftruncate(fd, 4096) < 0)
		return 1;
	close(fd);
	return 0;
}
