/* attack: a hard link to a file of the grader's, to have it counted or changed as its own
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	int fd = open("/usr/bin/env", O_PATH);

	/* /proc/sys/fs/protected_hardlinks answers EPERM, another file system EXDEV. */
	REFUSED(1, link(GRADER_FILE, "attack-mine"), ENOENT, EXDEV, EPERM, EACCES);
	REFUSED(2, link("/usr/bin/env", "attack-mine"), EXDEV, EPERM, EACCES);
	REFUSED(3, linkat(fd, "", AT_FDCWD, "attack-mine", AT_EMPTY_PATH), EXDEV, EPERM, EACCES,
		ENOENT);
	return 0;
}
