/* attack: opens, cuts, replaces and removes a file of the grader's that it knows by name
 * expect: EXITED(0)
 * plain: EXITED(0) or not held: whoever owns a file may change its mode, and Landlock lets it */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void)
{
	/* Each of these changes nothing by itself, should it get through. */
	REFUSED(1, open(GRADER_FILE, O_WRONLY | O_APPEND), ENOENT, EACCES, EROFS);
	REFUSED(2, open(GRADER_FILE, O_RDWR), ENOENT, EACCES, EROFS);
	REFUSED(3, chmod(GRADER_FILE, 0644), ENOENT, EACCES, EROFS, EPERM);
	REFUSED(4, rename(GRADER_FILE, GRADER_FILE), ENOENT, EACCES, EROFS, EPERM);
	REFUSED(5, open(GRADER_FILE ".new", O_WRONLY | O_CREAT | O_EXCL, 0600), ENOENT, EACCES,
		EROFS);
	return 0;
}
