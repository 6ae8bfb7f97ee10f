/* explorer: none
 * A FIFO is filled beside the one who reads it.
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

	unlink("filled-beside");
	if (mkfifo("filled-beside", 0600) < 0)
		return 1;
	fd = open("filled-beside", O_RDWR);
	unlink("filled-beside");
	if (fork() == 0)
		_exit(reader(fd));
	if (write(fd, bytes, MUCH) != MUCH)
		return 1;
	wait(NULL);
	return 0;
}
