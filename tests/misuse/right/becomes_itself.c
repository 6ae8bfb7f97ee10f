/* By exec, with an environment of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	(void)argc;
	if (getenv("SECOND"))
		return strcmp(getenv("SECOND"), "yes") == 0 && !getenv("HOME") ? 0 : 1;
	execve("/proc/self/exe", argv, (char *[]){ "SECOND=yes", NULL });
	return 2;
}
