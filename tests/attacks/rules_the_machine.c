/* attack: reboot, swap, modules, clocks, accounting; each with arguments that could change nothing
 * expect: EXITED(0) */
#include "attack.h"
#include <sys/klog.h>
#include <sys/quota.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

int main(void)
{
	struct timex change = { .modes = ADJ_TICK, .tick = 1 };

	REFUSED(1, syscall(SYS_reboot, 0xfee1dead, 1, 2, 0), EPERM);
	REFUSED(2, swapoff("/attack-nowhere"), EPERM);
	REFUSED(3, swapon("/attack-nowhere", 0), EPERM);
	REFUSED(4, syscall(SYS_init_module, "", 0, ""), EPERM);
	REFUSED(5, syscall(SYS_finit_module, -1, "", 0), EPERM);
	REFUSED(6, syscall(SYS_delete_module, "attack_nothing", 0), EPERM);
	REFUSED(7, syscall(SYS_kexec_load, 0, 0, 0, 0xffff), EPERM);
	REFUSED(8, syscall(SYS_kexec_file_load, -1, -1, 0, 0, 0xffff), EPERM);
	REFUSED(9, syscall(SYS_settimeofday, 0, 0), EPERM);
	REFUSED(10, syscall(SYS_clock_settime, CLOCK_REALTIME, &(struct timespec){ -1, -1 }),
		EPERM);
	REFUSED(11, adjtimex(&change), EPERM);
	REFUSED(12, acct("/attack-nowhere"), EPERM);
	REFUSED(13, sethostname("x", -1), EPERM, EINVAL);
	REFUSED(14, syscall(SYS_iopl, 3), EPERM, ENOSYS);
	REFUSED(15, syscall(SYS_ioperm, 0, 1, 1), EPERM, ENOSYS);
	REFUSED(16, quotactl(QCMD(Q_SYNC, USRQUOTA), "/attack-nowhere", 0, 0), EPERM);
	REFUSED(17, syscall(SYS_lookup_dcookie, 0, 0, 0), EPERM, ENOSYS);
	REFUSED(18, syscall(SYS_syslog, 10, 0, 0), EPERM);
	return 0;
}
