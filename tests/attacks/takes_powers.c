/* attack: other ids, capabilities, maps of a user namespace, and no_new_privs taken back
 * expect: EXITED(0)
 * plain: EXITED(0) or not held: nobody but root may empty a bounding set; no_new_privs holds
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

int main(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct all[2] = { { ~0U, ~0U, ~0U }, { ~0U, ~0U, ~0U } };
	const char *files[] = { "/proc/self/uid_map", "/proc/self/gid_map", "/proc/self/setgroups",
		"/proc/self/oom_score_adj" };
	const char *lines[] = { "0 0 1", "0 0 1", "allow", "-1000" };

	REFUSED(1, setuid(0), EPERM, EINVAL);
	REFUSED(2, setgid(0), EPERM, EINVAL);
	REFUSED(3, setresuid(0, 0, 0), EPERM, EINVAL);
	REFUSED(4, setgroups(1, (gid_t[]){ 0 }), EPERM, EINVAL);
	setfsuid(0);
	BREAK_IF(5, setfsuid(-1) == 0);
	REFUSED(6, syscall(SYS_capset, &head, all), EPERM);
	REFUSED(7, prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0), EINVAL, EPERM);
	REFUSED(8, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0), EPERM);
	REFUSED(9, prctl(PR_SET_MM, PR_SET_MM_BRK, 0, 0, 0), EPERM, EINVAL);
	REFUSED(10, prctl(PR_SET_SECUREBITS, 0xff), EPERM);
	BREAK_IF(11, prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN) == 1);
	for (int i = 0; i < 4; i++) {
		int fd = open(files[i], O_WRONLY);

		if (fd >= 0)
			REFUSED(i + 21, write(fd, lines[i], strlen(lines[i])), EPERM, EACCES,
				EINVAL);
	}
	close(open("attack-owned", O_CREAT | O_WRONLY, 0600));
	REFUSED(31, chown("attack-owned", 0, 0), EPERM, EINVAL);
	return 0;
}
