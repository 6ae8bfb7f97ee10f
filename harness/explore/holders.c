#include "harness/explore/holders.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINK = 256 };

/* What a descriptor of a process is: "pipe:[4711]", or a FIFO's path. */
static bool read_link(pid_t pid, const char *fd, char ret[LINK])
{
	char path[64];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%d/fd/%.16s", pid, fd);
	length = readlink(path, ret, LINK - 1);
	ret[length > 0 ? length : 0] = '\0';
	return length > 0;
}

/* Whether it is open in this way: O_WRONLY or O_RDONLY, O_RDWR serves both. */
static bool is_open_for(pid_t pid, const char *fd, int mode)
{
	char path[64], line[128];
	unsigned flags = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%.16s", pid, fd);
	file = fopen(path, "re");
	if (!file)
		return false;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "flags: %o", &flags) == 1)
			break;
	fclose(file);
	return (int)(flags & O_ACCMODE) == mode || (flags & O_ACCMODE) == O_RDWR;
}

static void add_of(struct buf *out, const struct arena *arena, unsigned holder, unsigned waiter,
	const char *wanted, int mode)
{
	pid_t pid = arena->processes[holder].pid;
	char path[64], link[LINK];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (!read_link(pid, entry->d_name, link) || strcmp(link, wanted) != 0 ||
			!is_open_for(pid, entry->d_name, mode))
			continue;
		buf_printf(out, "%sprocess %u%s (descriptor %s)", out->length ? ", " : "",
			holder + 1, holder == waiter ? " itself" : "", entry->d_name);
	}
	if (dir)
		closedir(dir);
}

void holders_add(struct buf *out, const struct arena *arena, unsigned index)
{
	const struct task *task = &arena->tasks[index];
	char fd[16], link[LINK];

	if (task->state != TASK_BLOCKED || (task->doing != OP_READ && task->doing != OP_WRITE))
		return;
	snprintf(fd, sizeof(fd), "%d", task->descriptor);
	if (!read_link(arena->processes[task->process].pid, fd, link) ||
		(strncmp(link, "pipe:", 5) != 0 && link[0] != '/'))
		return;
	for (unsigned i = 0; i < arena->processes_count; i++)
		if (!arena->processes[i].buried && arena->processes[i].pid > 0)
			add_of(out, arena, i, task->process, link,
				task->doing == OP_READ ? O_WRONLY : O_RDONLY);
}
