#include "sandbox/privilege.h"

#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The kernel's own answer, a negative errno among them.  Some of these fail as a rule, and errno
 * is another thread's as well, which may be looking at it just now (sandbox/beside.h).
 */
static long call(long number, long first, long second, long third)
{
#ifdef __x86_64__
	long answer;

	__asm__ volatile("syscall"
			 : "=a"(answer)
			 : "a"(number), "D"(first), "S"(second), "d"(third)
			 : "rcx", "r11", "memory");
	return answer;
#else
	int before = errno;
	long answer = syscall(number, first, second, third);

	if (answer < 0)
		answer = -errno;
	errno = before;
	return answer;
#endif
}

int privilege_keep(uint32_t kept)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { kept, kept, 0 }, { 0, 0, 0 } };

	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

void privilege_unbind(void)
{
	/* The first that the kernel does not know ends the loop. */
	for (int capability = 0; call(SYS_prctl, PR_CAPBSET_DROP, capability, 0) == 0; capability++)
		;
}

int privilege_change_ids(uid_t uid, gid_t gid)
{
	long error;

	/* Refused without privilege over the groups, where there is nothing to give up. */
	call(SYS_setgroups, 0, 0, 0);
	error = call(SYS_setresgid, gid, gid, gid);
	if (!error)
		error = call(SYS_setresuid, uid, uid, uid);
	return (int)error;
}

int privilege_become(uid_t uid, gid_t gid)
{
	int error = privilege_change_ids(uid, gid);

	prctl(PR_SET_DUMPABLE, 1);
	return error;
}

void privilege_die_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}
