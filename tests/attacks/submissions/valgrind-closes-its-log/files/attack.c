#define _GNU_SOURCE
#include <unistd.h>

__attribute__((constructor(200))) static void close_all(void)
{
	close_range(3, ~0U, 0);
	for (int fd = 3; fd < 5000; fd++)
		close(fd);
	for (int fd = 1000; fd < 1100; fd++)
		dup2(2, fd), close(fd);
}
