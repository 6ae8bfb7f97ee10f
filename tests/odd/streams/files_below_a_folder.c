/* odd: everything is done relative to a folder's descriptor: openat(), fdopendir(), unlinkat()
 * expect: EXITED(0)
 * prints: 3 entries
 * mechanisms: */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "odd.h"

static void make(int folder, const char *name)
{
	OK(close((int)OK(openat(folder, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600))));
}

int main(void)
{
	static const char *const names[] = { "one", "two", "three" };
	struct dirent *entry;
	int folder, entries = 0;
	DIR *dir;

	OK(mkdir("folder", 0700));
	folder = (int)OK(open("folder", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	for (int i = 0; i < 3; i++)
		make(folder, names[i]);
	/* closedir() closes the descriptor that fdopendir() was given. */
	dir = fdopendir((int)OK(dup(folder)));
	MUST(dir != NULL);
	while ((entry = readdir(dir)))
		entries += entry->d_name[0] != '.';
	OK(closedir(dir));
	for (int i = 0; i < 3; i++)
		OK(unlinkat(folder, names[i], 0));
	OK(close(folder));
	OK(rmdir("folder"));
	printf("%d entries\n", entries);
	return 0;
}
