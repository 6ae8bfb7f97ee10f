/* attack: limits, priority and OOM score of the first process, which has the same user
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <linux/ioprio.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

int main(void)
{
	const pid_t parent = getppid();
	struct rlimit none = { 0, 1 << 20 }, now;
	struct sched_param zero = { 0 };
	cpu_set_t all;
	char path[64];
	int fd;

	/* What gets through here is as it was, or does no harm to a process that ends soon. */
	REFUSED(1, prlimit(parent, RLIMIT_NPROC, 0, &now), EPERM, ESRCH);
	REFUSED(2, prlimit(parent, RLIMIT_CORE, &none, 0), EPERM, ESRCH);
	sched_getaffinity(0, sizeof(all), &all);
	REFUSED(3, sched_setaffinity(parent, sizeof(all), &all), EPERM, ESRCH);
	REFUSED(4, sched_setscheduler(parent, SCHED_BATCH, &zero), EPERM, ESRCH);
	REFUSED(5, setpriority(PRIO_PROCESS, parent, 19), EPERM, EACCES, ESRCH);
	REFUSED(6, syscall(SYS_ioprio_set, 1, parent, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0)),
		EPERM, ESRCH);
	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", parent);
	fd = open(path, O_WRONLY);
	BREAK_IF(7, fd >= 0 && write(fd, "1000", 4) > 0);
	snprintf(path, sizeof(path), "/proc/%d/coredump_filter", parent);
	fd = open(path, O_WRONLY);
	BREAK_IF(8, fd >= 0 && write(fd, "0x33", 4) > 0);
	snprintf(path, sizeof(path), "/proc/%d/timerslack_ns", parent);
	fd = open(path, O_WRONLY);
	BREAK_IF(9, fd >= 0 && write(fd, "4000000000", 10) > 0);
	return 0;
}
