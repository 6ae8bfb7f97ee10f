/* odd: two hundred children that live for a moment, at most ten at once
 * expect: EXITED(0)
 * prints: 200 children, sum 19900
 * mechanisms: */
#include "odd.h"

enum { CHILDREN = 200, AT_ONCE = 10 };

static int wait_for_any(void)
{
	int status;

	while (wait(&status) == -1)
		if (errno != EINTR)
			fail("wait", errno);
	MUST(WIFEXITED(status));
	return WEXITSTATUS(status);
}

int main(void)
{
	int sum = 0, living = 0;

	for (int i = 0; i < CHILDREN; i++) {
		if (living == AT_ONCE) {
			sum += wait_for_any();
			living--;
		}
		if (OK(fork()) == 0)
			_exit(i);
		living++;
	}
	for (; living > 0; living--)
		sum += wait_for_any();
	printf("%d children, sum %d\n", CHILDREN, sum);
	return 0;
}
