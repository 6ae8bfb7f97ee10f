/* attack: signals to processes and groups of the host, by pids that it knows or guesses
 * expect: EXITED(0)
 * plain: EXITED(0) or not held: processes of the same user can be signalled */
#include "attack.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>

int main(void)
{
	/* Signal 0 only asks. */
	if (getpid() != HOST_PID) {
		REFUSED(1, kill(HOST_PID, 0), ESRCH, EPERM);
		REFUSED(2, kill(-HOST_PID, 0), ESRCH, EPERM);
		REFUSED(3, syscall(SYS_tkill, HOST_PID, 0), ESRCH, EPERM);
		REFUSED(4, fcntl(0, F_SETOWN, HOST_PID), ESRCH, EPERM);
		REFUSED(5, fcntl(0, F_SETOWN, -HOST_PID), ESRCH, EPERM);
		REFUSED(6, setpgid(0, HOST_PID), EPERM, ESRCH);
		REFUSED(7, tcsetpgrp(0, HOST_PID), ENOTTY);
	}
	/* The first three are init's, who cannot be killed from within (pid_namespaces(7)). */
	for (pid_t pid = 4; pid < 40000; pid++)
		if (pid != getpid())
			REFUSED(8, kill(pid, 0), ESRCH, EPERM);
	return 0;
}
