/* attack: reads the names of the host's keys
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
	char line[512];
	FILE *keys = fopen("/proc/keys", "r");

	/* A process always possesses keyrings of its own user; a key in them would be the host's.
	 */
	while (keys && fgets(line, sizeof(line), keys))
		BREAK_IF(1, !strstr(line, "keyring"));
	return 0;
}
