/* odd: two forks so that nobody has to wait for the helper, as APUE 8.6 teaches it
 * expect: EXITED(0)
 * prints: helper: done
 * prints: program: the helper has answered
 * mechanisms: pipe
 * orphans: by design */
#include "odd.h"

int main(void)
{
	int ends[2];
	char answer;
	pid_t between;

	OK(pipe(ends));
	between = (pid_t)OK(fork());
	if (between == 0) {
		OK(close(ends[0]));
		if (OK(fork()) > 0)
			_exit(0);
		write_all(STDOUT_FILENO, "helper: done\n", 13);
		write_all(ends[1], "!", 1);
		_exit(0);
	}
	OK(close(ends[1]));
	wait_well(between);
	MUST(read_all(ends[0], &answer, 1) == 1 && answer == '!');
	/* End of file: the helper has gone, too. */
	MUST(read_all(ends[0], &answer, 1) == 0);
	OK(close(ends[0]));
	puts("program: the helper has answered");
	return 0;
}
