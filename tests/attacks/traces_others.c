/* attack: ptrace and the calls that read another process's memory
 * expect: EXITED(0) */
#include "attack.h"
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>

int main(void)
{
	const pid_t targets[] = { 1, getppid(), HOST_PID };
	char byte;
	struct iovec here = { &byte, 1 }, there = { main, 1 };

	for (int i = 0; i < 3; i++) {
		REFUSED(i * 10 + 1, ptrace(PTRACE_ATTACH, targets[i], 0, 0), EPERM);
		REFUSED(i * 10 + 2, ptrace(PTRACE_SEIZE, targets[i], 0, 0), EPERM);
		REFUSED(i * 10 + 3, process_vm_readv(targets[i], &here, 1, &there, 1, 0), EPERM);
		REFUSED(i * 10 + 4, process_vm_writev(targets[i], &here, 1, &there, 1, 0), EPERM);
		REFUSED(i * 10 + 5, syscall(SYS_kcmp, getpid(), targets[i], 2, 0, 0), EPERM);
	}
	REFUSED(41, ptrace(PTRACE_TRACEME, 0, 0, 0), EPERM);
	return 0;
}
