/* attack: changes programs and tables that the next run would use
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void)
{
	const char *files[] = { "/usr/bin/env", "/etc/passwd", "/etc/hosts", "/etc/ld.so.cache",
		"/bin/sh", "/usr/lib/os-release" };
	const char *folders[] = { "/", "/usr", "/usr/bin", "/etc", "/dev", "/proc", "/sys",
		"/usr/local/lib", "/bin" };
	char name[64];

	for (int i = 0; i < 6; i++)
		REFUSED(i + 1, open(files[i], O_WRONLY), EROFS, EACCES, ENOENT);
	for (int i = 0; i < 9; i++) {
		snprintf(name, sizeof(name), "%s/attack-new", folders[i]);
		REFUSED(i + 11, mkdir(name, 0700), EROFS, EACCES, ENOENT, EPERM);
		REFUSED(i + 21, symlink("/", name), EROFS, EACCES, ENOENT, EPERM);
	}
	REFUSED(31, chmod("/", 0777), EROFS, EPERM);
	REFUSED(32, chmod("/usr/bin/env", 0755), EROFS, EPERM);
	REFUSED(33, rename("/etc", "/attack-etc"), EROFS, EACCES, EBUSY, EPERM);
	REFUSED(34, open("/etc/ld.so.preload", O_WRONLY | O_CREAT | O_EXCL, 0600), EROFS, EACCES,
		EEXIST);
	return 0;
}
