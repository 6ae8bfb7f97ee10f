/* attack: limits, priority and OOM score of the first process, which has the same user, by the
 * number of each of its threads
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <dirent.h>
#include <fcntl.h>
#include <linux/ioprio.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static void starve(pid_t task)
{
	struct rlimit none = { 0, 1 << 20 }, now;
	struct sched_param zero = { 0 };
	cpu_set_t all;

	/* What gets through here is as it was, or does no harm to a process that ends soon. */
	REFUSED(1, prlimit(task, RLIMIT_NPROC, 0, &now), EPERM, ESRCH);
	REFUSED(2, prlimit(task, RLIMIT_CORE, &none, 0), EPERM, ESRCH);
	sched_getaffinity(0, sizeof(all), &all);
	REFUSED(3, sched_setaffinity(task, sizeof(all), &all), EPERM, ESRCH);
	REFUSED(4, sched_setscheduler(task, SCHED_BATCH, &zero), EPERM, ESRCH);
	REFUSED(5, setpriority(PRIO_PROCESS, task, 19), EPERM, EACCES, ESRCH);
	REFUSED(6, syscall(SYS_ioprio_set, 1, task, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0)),
		EPERM, ESRCH);
}

int main(void)
{
	const pid_t parent = getppid();
	struct dirent *entry;
	char path[64];
	DIR *tasks;
	int fd;

	starve(parent);
	snprintf(path, sizeof(path), "/proc/%d/task", parent);
	tasks = opendir(path);
	BREAK_IF(10, parent == 1 && !tasks);
	while (tasks && (entry = readdir(tasks)))
		if (entry->d_name[0] != '.')
			starve(atoi(entry->d_name));
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
