/* odd: a program that counts down by executing /proc/self/exe with another argument
 * expect: EXITED(0)
 * arguments: 3
 * prints: 3
 * prints: 2
 * prints: 1
 * prints: lift-off
 * mechanisms:
 * unseen: memcheck, helgrind, drd: /proc/self/exe is Valgrind's own program to the kernel */
#include "odd.h"

int main(int argc, char **argv)
{
	char next[16];
	int count = argc == 2 ? atoi(argv[1]) : 0;

	if (count <= 0) {
		puts("lift-off");
		return 0;
	}
	printf("%d\n", count);
	/* What is in the buffer would be lost: exec replaces the memory that it lies in. */
	OK(fflush(stdout));
	snprintf(next, sizeof(next), "%d", count - 1);
	OK(execv("/proc/self/exe", (char *[]){ argv[0], next, NULL }));
	return 1;
}
