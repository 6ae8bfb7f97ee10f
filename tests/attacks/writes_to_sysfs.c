/* attack: /sys and the control groups, to free itself from its limits
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void)
{
	const char *files[] = { "/sys/fs/cgroup/cgroup.procs",
		"/sys/fs/cgroup/unified/cgroup.procs", "/sys/fs/cgroup/memory/tasks",
		"/sys/fs/cgroup/pids/tasks", "/sys/fs/cgroup/devices/tasks",
		"/sys/fs/cgroup/memory/release_agent", "/sys/power/state",
		"/sys/kernel/uevent_helper", "/sys/kernel/mm/transparent_hugepage/enabled",
		"/sys/module/kernel/parameters/panic", "/sys/kernel/debug/sched/debug",
		"/sys/fs/fuse/connections" };

	for (int i = 0; i < 11; i++)
		REFUSED(i + 1, open(files[i], O_WRONLY), ENOENT, EACCES, EROFS, EPERM);
	REFUSED(31, mkdir("/sys/fs/cgroup/attack", 0700), ENOENT, EACCES, EROFS, EPERM);
	REFUSED(32, mkdir("/sys/fs/cgroup/pids/attack", 0700), ENOENT, EACCES, EROFS, EPERM);
	return 0;
}
