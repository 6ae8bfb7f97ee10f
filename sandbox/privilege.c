#include "sandbox/privilege.h"

#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int privilege_keep(uint32_t kept)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { kept, kept, 0 }, { 0, 0, 0 } };

	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

void privilege_unbind(void)
{
	/* The first that the kernel does not know ends the loop. */
	for (int capability = 0; prctl(PR_CAPBSET_DROP, capability) == 0; capability++)
		;
}

int privilege_change_ids(uid_t uid, gid_t gid)
{
	/* Refused without privilege over the groups, where there is nothing to give up. */
	syscall(SYS_setgroups, 0, NULL);
	return syscall(SYS_setresgid, gid, gid, gid) < 0 ||
			       syscall(SYS_setresuid, uid, uid, uid) < 0
		       ? -errno
		       : 0;
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
