/* attack: mounts and unmounts by the old calls and the new
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>

int main(void)
{
	struct {
		unsigned long long set, clear, propagation, namespace;
	} writable = { .clear = 1 };

	REFUSED(1, mount("attack", "/tmp", "tmpfs", 0, 0), EPERM);
	REFUSED(2, mount("/", "/tmp", 0, MS_BIND | MS_REC, 0), EPERM);
	REFUSED(3, mount(0, "/usr", 0, MS_REMOUNT | MS_BIND, 0), EPERM);
	REFUSED(4, mount("proc", "/tmp", "proc", 0, 0), EPERM);
	REFUSED(5, umount2("/proc", MNT_DETACH), EPERM);
	REFUSED(6, umount2("/", MNT_DETACH), EPERM);
	REFUSED(7, syscall(SYS_pivot_root, ".", "."), EPERM);
	REFUSED(8, syscall(SYS_open_tree, AT_FDCWD, "/usr", 1), EPERM);
	REFUSED(9, syscall(SYS_move_mount, 0, "", AT_FDCWD, "/tmp", 4), EPERM);
	REFUSED(10, syscall(SYS_fsopen, "tmpfs", 0), EPERM);
	REFUSED(11, syscall(SYS_fsmount, 0, 0, 0), EPERM);
	REFUSED(12, syscall(SYS_fspick, AT_FDCWD, "/usr", 0), EPERM);
	REFUSED(13, syscall(SYS_mount_setattr, AT_FDCWD, "/usr", 0, &writable, sizeof(writable)),
		EPERM);
	return 0;
}
