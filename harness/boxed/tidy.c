#include "harness/boxed/tidy.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

enum { FOLDERS = 4 };

/* The names in it at the beginning. */
struct folder {
	const char *path;
	char **names;
	size_t count;
};

struct tidy {
	struct folder folders[FOLDERS];
	size_t count;
	bool objects;
};

typedef void visit_name(const char *name, void *data);

static void visit(const char *path, visit_name *each, void *data)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			each(entry->d_name, data);
	if (dir)
		closedir(dir);
}

static void note(const char *name, void *data)
{
	struct folder *folder = data;

	folder->names = xreallocarray(folder->names, folder->count + 1, sizeof(*folder->names));
	folder->names[folder->count++] = xstrdup(name);
}

static void remove_new(const char *name, void *data)
{
	const struct folder *folder = data;
	cleanup_free char *path = file_join(folder->path, name);

	for (size_t i = 0; i < folder->count; i++)
		if (strcmp(folder->names[i], name) == 0)
			return;
	file_remove_tree(path);
}

/*** System V ***/

static void remove_shm(int id)
{
	shmctl(id, IPC_RMID, NULL);
}

static void remove_sem(int id)
{
	semctl(id, 0, IPC_RMID);
}

static void remove_msg(int id)
{
	msgctl(id, IPC_RMID, NULL);
}

/* Each line has a key and an identifier: proc(5). */
static void remove_listed(const char *path, void (*remove_one)(int id))
{
	FILE *list = fopen(path, "re");
	char line[512];
	int id;

	while (list && fgets(line, sizeof(line), list))
		if (sscanf(line, "%*d %d", &id) == 1)
			remove_one(id);
	if (list)
		fclose(list);
}

/*** both ***/

static void add_folder(struct tidy *tidy, const char *path)
{
	struct folder *folder = &tidy->folders[tidy->count++];

	folder->path = path;
	visit(path, note, folder);
}

struct tidy *tidy_open(const char *const *folders, bool objects)
{
	struct tidy *tidy = xcalloc(1, sizeof(*tidy));

	tidy->objects = objects;
	add_folder(tidy, ".");
	for (; *folders && tidy->count < FOLDERS; folders++)
		add_folder(tidy, *folders);
	return tidy;
}

void tidy_up(const struct tidy *tidy)
{
	for (size_t i = 0; i < tidy->count; i++)
		visit(tidy->folders[i].path, remove_new, (void *)(uintptr_t)&tidy->folders[i]);
	if (!tidy->objects)
		return;
	remove_listed("/proc/sysvipc/shm", remove_shm);
	remove_listed("/proc/sysvipc/sem", remove_sem);
	remove_listed("/proc/sysvipc/msg", remove_msg);
}

void tidy_close(struct tidy *tidy)
{
	for (size_t i = 0; i < tidy->count; i++) {
		for (size_t j = 0; j < tidy->folders[i].count; j++)
			free(tidy->folders[i].names[j]);
		free(tidy->folders[i].names);
	}
	free(tidy);
}
