/* expect: lock-lost */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open("counter", O_RDWR | O_CREAT, 0600);
	int again;
	char byte;

	if (fd < 0 || fcntl(fd, F_SETLKW, &lock) < 0)
		return 1;
	again = open("counter", O_RDONLY);
	if (read(again, &byte, 1) < 0)
		return 1;
	close(again); /* HERE */
	if (write(fd, "1", 1) != 1)
		return 1;
	lock.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &lock);
	close(fd);
	return 0;
}
