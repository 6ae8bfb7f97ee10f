#include "sandbox/census.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/root.h"
#include "sandbox/tasks.h"

/* A bomb of names must not become a bomb of lines. */
enum { MOST_LINES = 500, DEEPEST = 16 };

struct census {
	enum census_objects objects;
	const struct folder *folder;
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

/* A System V object, as /proc/sysvipc tells it. */
struct object {
	long key, id;
	unsigned uid;
};

/* One line an object behind a heading: key, id, and in shm and msg three more, before the owner. */
static bool parse_object(const char *line, int before_uid, struct object *ret)
{
	int at = 0;

	if (sscanf(line, "%ld %ld %n", &ret->key, &ret->id, &at) != 2)
		return false;
	line += at;
	for (int i = 0; i < before_uid; i++) {
		line += strcspn(line, " ");
		line += strspn(line, " ");
	}
	return sscanf(line, "%u", &ret->uid) == 1;
}

/* perms size cpid lpid nattch | perms nsems | perms cbytes qnum lspid lrpid */
static const struct sysv {
	const char *kind;
	const char *path;
	int before_uid;
} sysv_kinds[] = {
	{ "sysv-shm", "/proc/sysvipc/shm", 5 },
	{ "sysv-sem", "/proc/sysvipc/sem", 2 },
	{ "sysv-msg", "/proc/sysvipc/msg", 5 },
};

enum { SYSV_KINDS = sizeof(sysv_kinds) / sizeof(*sysv_kinds) };

static void add_sysv(struct census *census, const struct sysv *sysv)
{
	FILE *file = fopen(sysv->path, "re");
	char line[512];

	while (file && fgets(line, sizeof(line), file)) {
		struct object object;
		char first[24], second[32];

		if (!parse_object(line, sysv->before_uid, &object) ||
			(census->objects == CENSUS_OWN && object.uid != getuid()))
			continue;
		snprintf(first, sizeof(first), "%ld", object.id);
		snprintf(second, sizeof(second), "0x%08lx",
			(unsigned long)object.key & 0xffffffffUL);
		add(census, sysv->kind, first, second);
	}
	if (file)
		fclose(file);
}

static void add_folder(struct census *census, const char *path, int depth);

static void add_entry(struct census *census, const char *folder, const char *name, int depth)
{
	char path[4096];
	char shown[1024];
	struct stat status;
	bool object = strcmp(folder, "/dev/mqueue") == 0 || strcmp(folder, "/dev/shm") == 0;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) >= sizeof(path) ||
		lstat(path, &status) < 0)
		return;
	if (object && census->objects == CENSUS_OWN && status.st_uid != getuid())
		return;
	clean(shown, sizeof(shown), folder_inside(census->folder, path));
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

static void add_objects(struct census *census)
{
	if (census->objects == CENSUS_UNKNOWN) {
		add(census, "unknown", "objects", NULL);
		return;
	}
	for (int i = 0; i < SYSV_KINDS; i++)
		add_sysv(census, &sysv_kinds[i]);
	add_folder(census, "/dev/mqueue", 0);
	add_folder(census, "/dev/shm", 0);
}

void census_write(int fd, enum census_objects objects, const struct folder *folder)
{
	struct census census = { .objects = objects, .folder = folder, .fd = fd };
	char path[FOLDER_PATH + 16];

	tasks_each(add_task, &census);
	add_objects(&census);
	add_folder(&census, folder_path(folder, "/tmp", path, sizeof(path)), 0);
	add_folder(&census, folder_path(folder, ROOT_WORK, path, sizeof(path)), 0);
}

/*** removing ***/

static void clear_sysv(const struct sysv *sysv)
{
	FILE *file = fopen(sysv->path, "re");
	char line[512];
	struct object object;

	while (file && fgets(line, sizeof(line), file)) {
		if (!parse_object(line, sysv->before_uid, &object) || object.uid != getuid())
			continue;
		/* One of the three has that id; an id of another kind is not ours to remove. */
		if (strcmp(sysv->kind, "sysv-shm") == 0)
			shmctl((int)object.id, IPC_RMID, NULL);
		else if (strcmp(sysv->kind, "sysv-sem") == 0)
			semctl((int)object.id, 0, IPC_RMID);
		else
			msgctl((int)object.id, IPC_RMID, NULL);
	}
	if (file)
		fclose(file);
}

static void clear_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct stat status;

		if (fstatat(dirfd(dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
			status.st_uid != getuid() || strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		if (S_ISDIR(status.st_mode)) {
			char below[512];

			snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
			folder_remove(below);
		} else {
			unlinkat(dirfd(dir), entry->d_name, 0);
		}
	}
	if (dir)
		closedir(dir);
}

void census_clear(void)
{
	for (int i = 0; i < SYSV_KINDS; i++)
		clear_sysv(&sysv_kinds[i]);
	clear_folder("/dev/mqueue");
	clear_folder("/dev/shm");
}
