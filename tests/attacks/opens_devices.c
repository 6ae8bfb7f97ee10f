/* attack: devices of the host, and device nodes of its own
 * expect: EXITED(0)
 * plain: EXITED(0) or not held: without Landlock a device that everybody may open can be opened
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int main(void)
{
	const char *paths[] = { "/dev/kmsg", "/dev/mem", "/dev/kmem", "/dev/port", "/dev/vda",
		"/dev/sda", "/dev/nvme0n1", "/dev/loop0", "/dev/loop-control",
		"/dev/mapper/control", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/ptmx",
		"/dev/pts/ptmx", "/dev/console", "/dev/tty0", "/dev/tty1", "/dev/vsock",
		"/dev/vhost-vsock", "/dev/uinput", "/dev/input/event0", "/dev/rtc0", "/dev/hpet",
		"/dev/userfaultfd", "/dev/dri/card0", "/dev/snd/timer", "/dev/cpu/0/msr",
		"/dev/autofs", "/dev/watchdog", "/dev/cpu_dma_latency" };

	/* O_PATH opens nothing, access(2) only asks: a device may do things when it is opened. */
	for (int i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		REFUSED(i + 1, access(paths[i], R_OK), ENOENT, EACCES, ENOTDIR);
		REFUSED(i + 41, access(paths[i], W_OK), ENOENT, EACCES, ENOTDIR);
	}
	REFUSED(81, mknod("attack-device", S_IFCHR | 0600, makedev(1, 1)), EPERM);
	REFUSED(82, mknod("attack-device", S_IFBLK | 0600, makedev(254, 0)), EPERM);
	return 0;
}
