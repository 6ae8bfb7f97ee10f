/* odd: a helper that has become a daemon by two forks and setsid, and ends by itself after the program
 * expect: EXITED(0)
 * prints: the program ends
 * prints: the daemon ends
 * mechanisms: pipe
 * orphans: by design */
#include "odd.h"

/* End of file: the program, the last one that holds the write end, has ended. */
static void __attribute__((noreturn)) be_daemon(int program_lives)
{
	char byte;

	MUST(read_all(program_lives, &byte, 1) == 0);
	OK(close(program_lives));
	write_all(STDOUT_FILENO, "the daemon ends\n", 16);
	_exit(0);
}

int main(void)
{
	int ends[2];
	pid_t between;

	OK(pipe(ends));
	between = (pid_t)OK(fork());
	if (between == 0) {
		OK(close(ends[1]));
		OK(setsid());
		if (OK(fork()) > 0)
			_exit(0);
		be_daemon(ends[0]);
	}
	OK(close(ends[0]));
	wait_well(between);
	puts("the program ends");
	OK(fflush(stdout));
	return 0;
}
