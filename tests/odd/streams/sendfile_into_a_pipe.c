/* odd: a file goes into a pipe with sendfile(), and a child counts it
 * expect: EXITED(0)
 * prints: the child counted 100000 bytes
 * mechanisms: pipe */
#include <fcntl.h>
#include <sys/sendfile.h>

#include "odd.h"

enum { BYTES = 100000 };

static void __attribute__((noreturn)) count(int in)
{
	char some[4096];
	long sum = 0;
	ssize_t got;

	while ((got = OK(read(in, some, sizeof(some)))) > 0)
		sum += got;
	_exit(sum == BYTES ? 0 : 1);
}

int main(void)
{
	int ends[2], file;
	off_t at = 0;
	pid_t child;

	/* Without a name there is nothing to remove in the end. */
	file = (int)OK(open("numbers", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
	OK(unlink("numbers"));
	OK(ftruncate(file, BYTES));
	OK(pipe(ends));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(ends[1]));
		count(ends[0]);
	}
	OK(close(ends[0]));
	while (at < BYTES)
		MUST(OK(sendfile(ends[1], file, &at, (size_t)(BYTES - at))) > 0);
	OK(close(ends[1]));
	OK(close(file));
	wait_well(child);
	printf("the child counted %d bytes\n", BYTES);
	return 0;
}
