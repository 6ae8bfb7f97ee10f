/* box: a loop of read() on an empty pipe with O_NONBLOCK, in a function of its own
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.call.[0-9]+.[0-9]+.0.-11.*main.*spins_on_a_nonblocking_read.c.@HERE@ */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static ssize_t get(int fd, char *byte)
{
	return read(fd, byte, 1);
}

int main(void)
{
	unsigned long tries = 0;
	int ends[2];
	char byte;

	pipe2(ends, O_NONBLOCK);
	while (get(ends[0], &byte) < 0) /* HERE */
		if (errno == EAGAIN)
			tries++;
	return 0;
}
