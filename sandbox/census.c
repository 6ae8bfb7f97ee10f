#include "sandbox/census.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/root.h"
#include "sandbox/tasks.h"

/* A bomb of names must not become a bomb of lines. */
enum { MOST_LINES = 500, DEEPEST = 16 };

struct census {
	int fd;
	int lines;
};

static void add(struct census *census, const char *kind, const char *a, const char *b)
{
	if (census->lines++ < MOST_LINES)
		dprintf(census->fd, b ? "%s\t%s\t%s\n" : "%s\t%s\n", kind, a, b);
}

/* Control bytes become '?': a name cannot forge a line. */
static void clean(char *to, size_t room, const char *from)
{
	size_t i;

	for (i = 0; from[i] && i + 1 < room; i++)
		to[i] = (unsigned char)from[i] < 0x20 || from[i] == 0x7f ? '?' : from[i];
	to[i] = '\0';
}

static int add_task(const struct task *task, void *data)
{
	char pid[16];
	char name[sizeof(task->name)];

	if (task->tid != task->tgid || task->state == 'X')
		return 0;
	snprintf(pid, sizeof(pid), "%d", task->tgid);
	clean(name, sizeof(name), task->name);
	add(data, task->state == 'Z' ? "zombie" : "process", pid, name);
	return 0;
}

/* One line an object behind a heading; key and id come first. */
static void add_sysv(struct census *census, const char *kind, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[256];

	if (!file)
		return;
	if (fgets(line, sizeof(line), file)) {
		while (fgets(line, sizeof(line), file)) {
			long key, id;
			char first[24], second[32];

			if (sscanf(line, "%ld %ld", &key, &id) != 2)
				continue;
			snprintf(first, sizeof(first), "%ld", id);
			snprintf(second, sizeof(second), "0x%08lx",
				(unsigned long)key & 0xffffffffUL);
			add(census, kind, first, second);
		}
	}
	fclose(file);
}

static void add_folder(struct census *census, const char *path, int depth);

static void add_entry(struct census *census, const char *folder, const char *name, int depth)
{
	char path[4096];
	char shown[1024];
	struct stat status;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) >= sizeof(path) ||
		lstat(path, &status) < 0)
		return;
	clean(shown, sizeof(shown), path);
	if (S_ISFIFO(status.st_mode))
		add(census, "fifo", shown, NULL);
	else if (S_ISSOCK(status.st_mode))
		add(census, "socket", shown, NULL);
	else if (S_ISDIR(status.st_mode) && depth < DEEPEST)
		add_folder(census, path, depth + 1);
	else if (S_ISREG(status.st_mode) && strcmp(folder, "/dev/mqueue") == 0)
		add(census, "posix-mq", shown + strlen("/dev/mqueue"), NULL);
	else if (S_ISREG(status.st_mode) && strcmp(folder, "/dev/shm") == 0)
		/* glibc keeps the semaphore /name in sem.name: sem_overview(7). */
		add(census, strncmp(name, "sem.", 4) == 0 ? "posix-sem" : "posix-shm",
			shown + strlen("/dev/shm"), NULL);
}

static void add_folder(struct census *census, const char *path, int depth)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			add_entry(census, path, entry->d_name, depth);
	if (dir)
		closedir(dir);
}

void census_write(int fd)
{
	struct census census = { .fd = fd };

	tasks_each(add_task, &census);
	add_sysv(&census, "sysv-shm", "/proc/sysvipc/shm");
	add_sysv(&census, "sysv-sem", "/proc/sysvipc/sem");
	add_sysv(&census, "sysv-msg", "/proc/sysvipc/msg");
	add_folder(&census, "/dev/mqueue", 0);
	add_folder(&census, "/dev/shm", 0);
	add_folder(&census, "/tmp", 0);
	add_folder(&census, ROOT_WORK, 0);
}
