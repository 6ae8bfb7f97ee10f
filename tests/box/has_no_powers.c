/* box: no capabilities, no new ones by exec, an ordinary user
 * expect: EXITED(0) */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	char line[256];
	unsigned long long set;
	FILE *status = fopen("/proc/self/status", "r");

	while (status && fgets(line, sizeof(line), status))
		if (strncmp(line, "Cap", 3) == 0 && sscanf(line + 7, "%llx", &set) == 1 && set)
			return 1;
	if (!status || getuid() == 0 || geteuid() == 0)
		return 2;
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 3;
}
