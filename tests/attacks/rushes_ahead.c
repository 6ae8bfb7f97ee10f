/* attack: real-time classes and higher priorities, to be served before the grader
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

int main(void)
{
	struct sched_param first = { 1 };
	struct {
		unsigned size, policy;
		unsigned long long flags;
		int nice;
		unsigned priority;
		unsigned long long runtime, deadline, period;
	} deadline = { 48, 6, 0, 0, 0, 1000000, 10000000, 10000000 };

	REFUSED(1, sched_setscheduler(0, SCHED_FIFO, &first), EPERM);
	REFUSED(2, sched_setscheduler(0, SCHED_RR, &first), EPERM);
	REFUSED(3, syscall(SYS_sched_setattr, 0, &deadline, 0), EPERM, EBUSY, EINVAL);
	REFUSED(4, nice(-20), EPERM);
	REFUSED(5, setpriority(PRIO_PROCESS, 0, -20), EACCES, EPERM);
	REFUSED(6, syscall(SYS_ioprio_set, 1, 0, 1 << 13), EPERM);
	return 0;
}
