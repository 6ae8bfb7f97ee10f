#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open("counter", O_RDWR | O_CREAT, 0600);
	int other = open("other", O_RDWR | O_CREAT, 0600);
	char byte;

	if (fd < 0 || fcntl(fd, F_SETLKW, &lock) < 0 || read(fd, &byte, 1) < 0)
		return 1;
	close(other);
	if (write(fd, "1", 1) != 1)
		return 1;
	lock.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &lock);
	other = open("counter", O_RDONLY);
	close(other);
	close(fd);
	return 0;
}
