/* attack: programs of the host that are root's, and a setuid program of its own
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int run(const char *path, char *const argv[])
{
	int status = 0;

	if (fork() == 0) {
		for (int fd = 0; fd < 3; fd++)
			dup2(open("/dev/null", O_RDWR), fd);
		execv(path, argv);
		_exit(127);
	}
	wait(&status);
	return status;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return getuid() == atoi(argv[1]) && geteuid() == getuid() ? 40 : 41;
	char own[16];

	snprintf(own, sizeof(own), "%d", getuid());
	BREAK_IF(1, getuid() == 0 || geteuid() == 0);
	BREAK_IF(2,
		run("/usr/bin/mount", (char *[]){ "mount", "-t", "tmpfs", "x", "/tmp", 0 }) == 0);
	BREAK_IF(3, run("/usr/bin/umount", (char *[]){ "umount", "/proc", 0 }) == 0);
	BREAK_IF(4, run("/usr/bin/su", (char *[]){ "su", "-c", "true", 0 }) == 0);
	BREAK_IF(5, run("/usr/bin/sudo", (char *[]){ "sudo", "-n", "true", 0 }) == 0);
	BREAK_IF(6,
		run("/usr/bin/newuidmap", (char *[]){ "newuidmap", "1", "0", "0", "1", 0 }) == 0);
	chmod("/proc/self/exe", 06755);
	BREAK_IF(7, WEXITSTATUS(run("/proc/self/exe", (char *[]){ argv[0], own, 0 })) != 40);
	return 0;
}
