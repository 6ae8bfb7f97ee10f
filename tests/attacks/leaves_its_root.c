/* attack: the old ways out of a root: chroot, a folder that is kept open, file handles
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

int main(void)
{
	char handle[136] = { [0] = 128 - 8 };
	struct stat top, above;
	int root = open("/", O_RDONLY | O_DIRECTORY), mount_id;

	mkdir("attack-jail", 0700);
	REFUSED(1, chroot("attack-jail"), EPERM);
	fchdir(root);
	for (int i = 0; i < 64; i++)
		chdir("..");
	stat("/", &top);
	stat(".", &above);
	BREAK_IF(2, top.st_dev != above.st_dev || top.st_ino != above.st_ino);
	REFUSED(3, syscall(SYS_name_to_handle_at, AT_FDCWD, "/", handle, &mount_id, 0), EPERM);
	REFUSED(4, syscall(SYS_open_by_handle_at, root, handle, O_RDONLY), EPERM);
	REFUSED(5, open("/proc/1/root/usr/../root", O_RDONLY), EACCES, ENOENT);
	REFUSED(6, open("/proc/1/cwd/.", O_RDONLY), EACCES, ENOENT);
	return 0;
}
