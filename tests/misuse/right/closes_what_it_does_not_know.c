/* As a daemon does; and finds its descriptors where it left them. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int count_open(void)
{
	int count = 0;

	for (int fd = 0; fd < 2000; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

int main(void)
{
	int fd;

	if (count_open() != 3)
		return 1;
	for (fd = 3; fd < 1024; fd++)
		close(fd);
	fd = open("/dev/null", O_RDWR);
	if (fd != 3 || fcntl(fd, F_DUPFD, 900) != 900)
		return 2;
	close_range(3, ~0U, 0);
	return count_open() == 3 ? 0 : 3;
}
