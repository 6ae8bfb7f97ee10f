/* box: no process, no home, no file of the host but its programs, which are read-only
 * expect: EXITED(0) */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Whether "/" is mounted once, and as a file system of the box's own. */
static int root_is_private(void)
{
	char line[4096], point[256], type[64];
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	int roots = 0, own = 0;

	/* proc_pid_mountinfo(5): number, parent, device, root, mount point, options … - type */
	while (mounts && fgets(line, sizeof(line), mounts)) {
		const char *rest = strstr(line, " - ");

		if (sscanf(line, "%*s %*s %*s %*s %255s", point) != 1 || !rest ||
			sscanf(rest, " - %63s", type) != 1 || strcmp(point, "/") != 0)
			continue;
		roots++;
		own += strcmp(type, "tmpfs") == 0;
	}
	if (mounts)
		fclose(mounts);
	return roots == 1 && own == 1;
}

int main(void)
{
	if (!root_is_private())
		return 4;
	if (access("/root", F_OK) == 0 || access("/home", F_OK) == 0 ||
		access("/etc/shadow", F_OK) == 0 || access("/var", F_OK) == 0)
		return 1;
	if (open("/usr/x", O_CREAT | O_WRONLY, 0600) >= 0 || open("/x", O_CREAT | O_WRONLY, 0600) >= 0)
		return 2;
	if (getppid() != 1 || getpid() > 20)
		return 3;
	return 0;
}
