/* odd: a child stays a zombie while its parent has other things to do
 * expect: EXITED(0)
 * prints: first 3, second 4
 * mechanisms: pipe */
#include "odd.h"

int main(void)
{
	int ends[2];
	pid_t first, second;
	char byte;
	int status, status_of_second;
	siginfo_t info = { .si_pid = 0 };

	OK(pipe(ends));
	first = (pid_t)OK(fork());
	if (first == 0)
		_exit(3);
	/* It has ended and is left a zombie, WNOWAIT. */
	OK(waitid(P_PID, (id_t)first, &info, WEXITED | WNOWAIT));
	MUST(info.si_pid == first && info.si_status == 3);
	second = (pid_t)OK(fork());
	if (second == 0) {
		OK(close(ends[1]));
		MUST(read_all(ends[0], &byte, 1) == 0);
		_exit(4);
	}
	OK(close(ends[0]));
	OK(close(ends[1]));
	status_of_second = wait_for(second);
	status = wait_for(first);
	MUST(WIFEXITED(status) && WIFEXITED(status_of_second));
	printf("first %d, second %d\n", WEXITSTATUS(status), WEXITSTATUS(status_of_second));
	return 0;
}
