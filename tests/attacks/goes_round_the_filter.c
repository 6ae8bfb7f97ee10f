/* attack: io_uring and other calls that do work which the filter does not see
 * expect: EXITED(0) */
#include "attack.h"
#include <sys/syscall.h>

int main(void)
{
	char room[256] = { 0 };

	REFUSED(1, syscall(SYS_io_uring_setup, 1, room), EPERM);
	REFUSED(2, syscall(SYS_io_uring_enter, -1, 0, 0, 0, 0, 0), EPERM);
	REFUSED(3, syscall(SYS_io_uring_register, -1, 0, 0, 0), EPERM);
	REFUSED(4, syscall(SYS_bpf, 5, room, sizeof(room)), EPERM);
	REFUSED(5, syscall(SYS_perf_event_open, room, 0, -1, -1, 0), EPERM);
	REFUSED(6, syscall(SYS_userfaultfd, 1), EPERM);
	REFUSED(7, syscall(SYS_seccomp, 1, 0, room), EPERM);
	REFUSED(8, syscall(SYS_process_madvise, -1, 0, 0, 0, 0), EPERM);
	REFUSED(9, syscall(SYS_unshare | 0x10000, 0x10000000), ENOSYS);
	return 0;
}
