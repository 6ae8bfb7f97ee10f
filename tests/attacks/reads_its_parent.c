/* attack: memory, environment, root and other private files of its parent and of the first process
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	const char *names[] = { "mem", "environ", "maps", "smaps", "auxv", "stack", "syscall",
		"pagemap", "io", "fdinfo", "root/etc/passwd", "cwd/.", "exe", "ns/mnt", "ns/user" };
	const pid_t targets[] = { 1, getppid() };
	char path[64], text[64];

	for (int target = 0; target < 2; target++)
		for (int i = 0; i < sizeof(names) / sizeof(*names); i++) {
			snprintf(path, sizeof(path), "/proc/%d/%s", targets[target], names[i]);
			int fd = open(path, O_RDONLY);

			/* Some can be opened by anyone, and are then empty or refuse to be read. */
			BREAK_IF(i + 1, fd >= 0 && read(fd, text, sizeof(text)) > 1);
			BREAK_IF(i + 41, fd >= 0 && (i == 0 || i >= 9));
			close(fd);
		}
	return 0;
}
