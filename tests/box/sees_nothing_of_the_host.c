/* box: no process, no home, no file of the host but its programs, which are read-only
 * expect: EXITED(0) */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	if (access("/root", F_OK) == 0 || access("/home", F_OK) == 0 ||
		access("/etc/shadow", F_OK) == 0 || access("/var", F_OK) == 0)
		return 1;
	if (open("/usr/x", O_CREAT | O_WRONLY, 0600) >= 0 || open("/x", O_CREAT | O_WRONLY, 0600) >= 0)
		return 2;
	if (getppid() != 1 || getpid() > 20)
		return 3;
	return 0;
}
