/* odd: two processes take turns under F_OFD_SETLKW, which Valgrind 3.19 lets nobody else run in
 * expect: EXITED(0)
 * prints: 40
 * mechanisms: record-lock */
#include <fcntl.h>

#include "odd.h"

enum { ROUNDS = 20 };

static void count(void)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET }, none = all;
	int file = (int)OK(open("turns", O_RDWR | O_CLOEXEC)), number;

	none.l_type = F_UNLCK;
	for (int i = 0; i < ROUNDS; i++) {
		while (fcntl(file, F_OFD_SETLKW, &all) == -1)
			MUST(errno == EINTR);
		MUST(OK(pread(file, &number, sizeof(number), 0)) == sizeof(number));
		number++;
		MUST(OK(pwrite(file, &number, sizeof(number), 0)) == sizeof(number));
		OK(fcntl(file, F_OFD_SETLK, &none));
	}
	OK(close(file));
}

int main(void)
{
	int file = (int)OK(open("turns", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)), number = 0;
	pid_t child;

	MUST(OK(pwrite(file, &number, sizeof(number), 0)) == sizeof(number));
	child = (pid_t)OK(fork());
	if (child == 0) {
		count();
		_exit(0);
	}
	count();
	wait_well(child);
	MUST(OK(pread(file, &number, sizeof(number), 0)) == sizeof(number));
	OK(close(file));
	OK(unlink("turns"));
	printf("%d\n", number);
	return 0;
}
