/* attack: its output is a symbolic link to what it may not read
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	const char *targets[] = { GRADER_FILE, "/etc/shadow", "/proc/1/environ",
		"/proc/1/root/etc/shadow", "/proc/1/fd/3" };

	for (int i = 0; i < 5; i++) {
		unlink("attack-output");
		symlink(targets[i], "attack-output");
		REFUSED(i + 1, open("attack-output", O_WRONLY), ENOENT, EACCES, EROFS, ENXIO);
		if (i > 0)
			REFUSED(i + 11, open("attack-output", O_RDONLY), ENOENT, EACCES, ENXIO);
	}
	return 0;
}
