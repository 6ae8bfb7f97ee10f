/* attack: reads tests, references, other homes and passwords where they usually are
 * expect: EXITED(0)
 * plain: EXITED(0) or not held: without Landlock what everybody may read can be read */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	const char *paths[] = { GRADER_FILE, "/etc/shadow", "/root", "/home", "/var/log",
		"/var/lib", "/var/mail", "/run", "/srv", "/mnt", "/opt", "/boot", "/etc/ssh",
		"/etc/machine-id", "/etc/hostname", "/etc/resolv.conf", "/var/tmp", "/.dockerenv" };

	for (int i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		REFUSED(i + 1, open(paths[i], O_RDONLY), ENOENT, EACCES);
	BREAK_IF(50, open("..", O_RDONLY) >= 0 && access("../grader-file", F_OK) == 0);
	return 0;
}
