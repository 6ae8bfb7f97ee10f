#include "sandbox/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/root.h"

/* The folders of the box that are folders of the private folder. */
static const char *const parts[] = { ROOT_WORK, "/tmp" };

enum { PARTS = sizeof(parts) / sizeof(*parts) };

int folder_make(struct folder *ret)
{
	struct folder made = { "/tmp/proctor-XXXXXX" };
	int error = 0;

	if (!mkdtemp(made.path))
		return -errno;
	for (int i = 0; i < PARTS && !error; i++) {
		char path[FOLDER_PATH + 16];

		snprintf(path, sizeof(path), "%s%s", made.path, parts[i]);
		if (mkdir(path, 0755) < 0)
			error = -errno;
	}
	if (error)
		folder_remove(made.path);
	else
		*ret = made;
	return error;
}

/* Whether the path is that part of the box, or below it. */
static int belongs(const char *path, size_t length)
{
	for (int i = 0; i < PARTS; i++) {
		size_t part = strlen(parts[i]);

		if (length >= part && strncmp(path, parts[i], part) == 0 &&
			(length == part || path[part] == '/'))
			return 1;
	}
	return 0;
}

const char *folder_path(const struct folder *folder, const char *path, char *text, size_t room)
{
	if (!folder->path[0] || !belongs(path, strlen(path)) ||
		strlen(folder->path) + strlen(path) + 1 > room)
		return path;
	snprintf(text, room, "%s%s", folder->path, path);
	return text;
}

const char *folder_variable(const struct folder *folder, const char *word, char *text, size_t room)
{
	const char *from = strchr(word, '=');
	size_t used = 0;

	if (!folder->path[0] || !from)
		return word;
	from++;
	used = (size_t)(from - word);
	/* Each part may grow by the folder's path; what does not fit stays as it is. */
	if (strlen(word) + 1 > room)
		return word;
	memcpy(text, word, used);
	for (;;) {
		size_t length = strcspn(from, ":");
		size_t more = belongs(from, length) ? strlen(folder->path) : 0;

		if (used + more + length + 2 > room)
			return word;
		memcpy(text + used, folder->path, more);
		memcpy(text + used + more, from, length);
		used += more + length;
		text[used++] = from[length];
		if (!from[length])
			return text;
		from += length + 1;
	}
}

const char *folder_inside(const struct folder *folder, const char *path)
{
	size_t length = strlen(folder->path);

	return length && strncmp(path, folder->path, length) == 0 && path[length] == '/'
		       ? path + length
		       : path;
}

/*** removing ***/

/* Opens a folder below another, as its owner, whatever its mode says. */
static int open_below(int parent, const char *name)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(parent, name, flags);

	if (fd < 0 && errno == EACCES && fchmodat(parent, name, 0700, 0) == 0)
		fd = openat(parent, name, flags);
	return fd;
}

/* What is being removed: folders are moved into `bin` under numbers, and emptied there. */
struct removal {
	int top;
	int bin;
	char bin_name[16]; /* in the top folder */
	unsigned moved;
};

/* Removes an entry, or moves it into the bin. Whether it is gone from its folder. */
static int take_away(struct removal *removal, int fd, const char *name)
{
	char number[16];

	if (unlinkat(fd, name, 0) == 0 || unlinkat(fd, name, AT_REMOVEDIR) == 0)
		return 1;
	/* Moving a folder writes its "..", for which it must be writable. */
	if (fchmodat(fd, name, 0700, 0) < 0)
		return 0;
	snprintf(number, sizeof(number), "%u", removal->moved);
	if (renameat(fd, name, removal->bin, number) < 0)
		return 0;
	removal->moved++;
	return 1;
}

/* Empties a folder: no recursion and no long path, however deep the tree is. */
static void empty(struct removal *removal, int fd)
{
	DIR *dir = fdopendir(dup(fd));
	struct dirent *entry;
	int gone = 1;

	fchmod(fd, 0700);
	/* A pass over a folder that shrinks may miss some: once more while it helps. */
	while (dir && gone > 0) {
		gone = 0;
		rewinddir(dir);
		while ((entry = readdir(dir)))
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
				(fd != removal->top ||
					strcmp(entry->d_name, removal->bin_name) != 0))
				gone += take_away(removal, fd, entry->d_name);
	}
	if (dir)
		closedir(dir);
}

/* A fresh folder in the top one; the program may have taken any name. */
static int make_bin(struct removal *removal, int top)
{
	fchmod(top, 0700);
	for (unsigned i = 0; i < 100000; i++) {
		snprintf(removal->bin_name, sizeof(removal->bin_name), ".bin%u", i);
		if (mkdirat(top, removal->bin_name, 0700) == 0)
			return open_below(top, removal->bin_name);
		if (errno != EEXIST)
			break;
	}
	return -1;
}

int folder_remove(const char *path)
{
	int top = open_below(AT_FDCWD, path);
	struct removal removal = { .moved = 0 };

	if (top < 0)
		return errno == ENOENT ? 0 : -errno;
	removal.top = top;
	removal.bin = make_bin(&removal, top);
	if (removal.bin >= 0) {
		empty(&removal, top);
		for (unsigned i = 0; i < removal.moved; i++) {
			char number[16];
			int fd;

			snprintf(number, sizeof(number), "%u", i);
			fd = open_below(removal.bin, number);
			if (fd < 0)
				continue;
			empty(&removal, fd);
			close(fd);
			unlinkat(removal.bin, number, AT_REMOVEDIR);
		}
		close(removal.bin);
		unlinkat(top, removal.bin_name, AT_REMOVEDIR);
	}
	close(top);
	return rmdir(path) < 0 && errno != ENOENT ? -errno : 0;
}
