/* attack: a namespace of each kind, alone and together with a user namespace, by each call
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

int main(void)
{
	const unsigned long kinds[] = { CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET,
		CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP };
	const unsigned long beside[] = { 0, CLONE_NEWUSER, CLONE_FS, CLONE_VFORK | CLONE_VM,
		1UL << 40 };

	for (int i = 0; i < 7; i++) {
		for (int j = 0; j < 5; j++) {
			REFUSED(i + 1, unshare((int)(kinds[i] | beside[j])), EPERM, EINVAL);
			REFUSED(i + 11,
				syscall(SYS_clone, kinds[i] | beside[j] | SIGCHLD, 0, 0, 0, 0),
				EPERM, EINVAL);
		}
		REFUSED(i + 21, setns(0, kinds[i]), EPERM);
	}
	REFUSED(31, unshare(0x80 /* CLONE_NEWTIME */), EPERM);
	REFUSED(32, unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID), EPERM);
	REFUSED(33, setns(syscall(SYS_pidfd_open, 1, 0), CLONE_NEWNS), EPERM);
	/* As init itself calls it (POLICY_SETNS_MARK): the filter lets it through, the kernel does not. */
	REFUSED(34,
		syscall(SYS_setns, open("/proc/self/ns/net", O_RDONLY), CLONE_NEWNET, 0x626f7865),
		EPERM);
	REFUSED(35,
		syscall(SYS_setns, syscall(SYS_pidfd_open, getpid(), 0), CLONE_NEWNET, 0x626f7865),
		EPERM);
	return 0;
}
