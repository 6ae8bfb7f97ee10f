/* attack: lists the processes of the host and their command lines
 * expect: EXITED(0)
 * plain: not held: without a PID namespace the host's processes are seen
 * own: yes */
#include "attack.h"
#include <dirent.h>
#include <stdlib.h>

int main(void)
{
	struct dirent *entry;
	DIR *processes = opendir("/proc");
	int count = 0;

	while (processes && (entry = readdir(processes)))
		count += atoi(entry->d_name) > 0;
	BREAK_IF(1, count > 2);
	BREAK_IF(2, getppid() != 1);
	return 0;
}
