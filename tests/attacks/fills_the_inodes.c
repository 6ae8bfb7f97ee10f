/* attack: empty files, folders, links and FIFOs until no inode is left (12000 at most)
 * expect: EXITED(0)
 * plain: not held: a folder of the host has no number of files of its own */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void)
{
	char name[32];

	for (int i = 0; i < 12000; i++) {
		int made;

		snprintf(name, sizeof(name), "attack-%d", i);
		if (i % 4 == 0)
			made = mkfifo(name, 0600);
		else if (i % 4 == 1)
			made = mkdir(name, 0700);
		else if (i % 4 == 2)
			made = symlink("/", name);
		else
			made = close(open(name, O_WRONLY | O_CREAT, 0600));
		if (made < 0)
			return access(name, F_OK) < 0 ? 0 : 2;
	}
	return 1;
}
