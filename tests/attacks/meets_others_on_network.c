/* attack: abstract sockets, and every other listener that it can see, to talk to another run
 * expect: EXITED(0)
 * plain: not held: without a network namespace the host's sockets are seen */
#include "attack.h"
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
	const char *tables[] = { "/proc/net/unix", "/proc/net/tcp", "/proc/net/udp",
		"/proc/net/netlink", "/proc/net/packet", "/proc/net/raw" };
	char line[512];

	for (int i = 0; i < 6; i++) {
		FILE *table = fopen(tables[i], "r");

		if (!table)
			continue;
		fgets(line, sizeof(line), table); /* the heading */
		while (fgets(line, sizeof(line), table)) {
			unsigned long pid = 0;

			/* A pair of init's own has no name; the kernel's own netlink sockets no
			 * process. */
			if (i == 0 && !strchr(line, '@') && !strchr(line, '/'))
				continue;
			if (i == 3 && sscanf(line, "%*s %*s %lu", &pid) == 1 && pid == 0)
				continue;
			fputs(line, stderr);
			_exit(i + 1);
		}
		fclose(table);
	}
	return 0;
}
