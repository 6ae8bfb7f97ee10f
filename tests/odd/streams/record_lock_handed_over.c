/* odd: a record lock is waited for with F_SETLKW, and had when its owner ends without unlocking
 * expect: EXITED(0)
 * prints: the lock came with its owner's end
 * mechanisms: pipe, record-lock */
#include <fcntl.h>

#include "odd.h"

int main(void)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int file = (int)OK(open("record", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
	int locked[2];
	pid_t owner;
	char byte;

	OK(pipe(locked));
	owner = (pid_t)OK(fork());
	if (owner == 0) {
		OK(close(locked[0]));
		OK(fcntl(file, F_SETLK, &all));
		write_all(locked[1], "!", 1);
		/* Whether the parent waits by now or not: the lock ends with its owner. */
		_exit(0);
	}
	OK(close(locked[1]));
	MUST(read_all(locked[0], &byte, 1) == 1);
	while (fcntl(file, F_SETLKW, &all) == -1)
		MUST(errno == EINTR);
	wait_well(owner);
	OK(close(locked[0]));
	OK(close(file));
	OK(unlink("record"));
	puts("the lock came with its owner's end");
	return 0;
}
