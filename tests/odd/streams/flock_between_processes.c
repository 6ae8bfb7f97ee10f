/* odd: four processes, each with its own open of one file, count in it under flock()
 * expect: EXITED(0)
 * prints: 100
 * mechanisms: flock */
#include <fcntl.h>
#include <sys/file.h>

#include "odd.h"

enum { CHILDREN = 4, ROUNDS = 25 };

/* An open file description of its own: one that came by fork() would share its parent's lock. */
static void __attribute__((noreturn)) count(void)
{
	int file = (int)OK(open("count", O_RDWR | O_CLOEXEC)), number;

	for (int i = 0; i < ROUNDS; i++) {
		while (flock(file, LOCK_EX) == -1)
			MUST(errno == EINTR);
		MUST(OK(pread(file, &number, sizeof(number), 0)) == sizeof(number));
		number++;
		MUST(OK(pwrite(file, &number, sizeof(number), 0)) == sizeof(number));
		OK(flock(file, LOCK_UN));
	}
	_exit(0);
}

int main(void)
{
	int file = (int)OK(open("count", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)), number = 0;
	pid_t children[CHILDREN];

	MUST(OK(pwrite(file, &number, sizeof(number), 0)) == sizeof(number));
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = (pid_t)OK(fork());
		if (children[i] == 0)
			count();
	}
	for (int i = 0; i < CHILDREN; i++)
		wait_well(children[i]);
	MUST(OK(pread(file, &number, sizeof(number), 0)) == sizeof(number));
	OK(close(file));
	OK(unlink("count"));
	printf("%d\n", number);
	return 0;
}
