/* explorer: deadlock
 * A FIFO is filled before there is anybody who reads it: 8192 bytes may be all that it holds.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MUCH = 10000 };

static char bytes[MUCH];

static int reader(int from)
{
	size_t got = 0;
	ssize_t length;

	while (got < MUCH && (length = read(from, bytes, sizeof(bytes))) > 0)
		got += (size_t)length;
	return got != MUCH;
}

int main(void)
{
	int fd;

	unlink("filled-before");
	if (mkfifo("filled-before", 0600) < 0)
		return 1;
	fd = open("filled-before", O_RDWR);
	unlink("filled-before");
	if (write(fd, bytes, MUCH) != MUCH)
		return 1;
	if (fork() == 0)
		_exit(reader(fd));
	wait(NULL);
	return 0;
}
