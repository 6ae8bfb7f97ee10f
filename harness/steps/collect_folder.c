#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/steps/collect.h"
#include "harness/steps/collect_intake.h"
#include "harness/steps/collect_name.h"

struct walk {
	struct collect_intake *in;
	const struct stat *except;
	int archive; /* the first archive that was met, open; -1: none */
	char *archive_name;
	size_t archives;
};

/* The names in one folder. */
struct names {
	char **list;
	size_t count;
};

#define cleanup_names __attribute__((cleanup(release_names)))

static void release_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
}

struct fd_stream {
	struct collect_intake *in;
	const char *name;
	int fd;
};

static ssize_t read_fd(void *handle, void *into, size_t length)
{
	const struct fd_stream *file = handle;
	ssize_t got;

	do
		got = read(file->fd, into, length);
	while (got < 0 && errno == EINTR);
	return got < 0 ? collect_unreadable(file->in, file->name, -errno) : got;
}

int collect_file(struct collect_intake *in, int fd, const char *name)
{
	struct fd_stream file = { .in = in, .name = name, .fd = fd };
	struct stat status;

	if (fstat(fd, &status) < 0)
		return collect_unreadable(in, name, -errno);
	return collect_take(in, name,
		&(struct collect_stream){
			.read = read_fd,
			.handle = &file,
			.executable = status.st_mode & S_IXUSR,
		});
}

/* An archive is not a file like others: it counts only if there is nothing else. */
static int keep_archive(struct walk *walk, int fd, const char *name)
{
	if (walk->archives++ == 0) {
		walk->archive = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		walk->archive_name = xstrdup(name);
	}
	return walk->archive < 0 ? collect_unreadable(walk->in, name, -errno) : 0;
}

static int take_regular(struct walk *walk, int dirfd, const char *entry, const char *name)
{
	cleanup_close int fd = file_open_regular(dirfd, entry);

	if (fd < 0)
		return collect_unreadable(walk->in, name, fd);
	if (collect_name_kind(entry) != COLLECT_ARCHIVED)
		return collect_file(walk->in, fd, name);
	collect_leave_out(walk->in, name, "an archive");
	return keep_archive(walk, fd, name);
}

static int walk_folder(struct walk *walk, int fd, const char *prefix);

/* The folder that we are about to write into, or what an earlier grade left. */
static bool holds_results(const struct walk *walk, int fd)
{
	struct stat status;

	if (walk->except && fstat(fd, &status) == 0 && status.st_dev == walk->except->st_dev &&
		status.st_ino == walk->except->st_ino)
		return true;
	return fstatat(fd, COLLECT_LINES, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

static int take_folder(struct walk *walk, int dirfd, const char *entry, const char *name)
{
	cleanup_close int fd =
		openat(dirfd, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	cleanup_free char *below = xasprintf("%s/", name);

	if (fd < 0)
		return collect_unreadable(walk->in, name, -errno);
	if (!holds_results(walk, fd))
		return walk_folder(walk, steal_fd(&fd), below);
	collect_leave_out(walk->in, name, "results of a grade");
	return 0;
}

static uid_t owner(int dirfd)
{
	struct stat status;

	return fstat(dirfd, &status) == 0 ? status.st_uid : (uid_t)-1;
}

static int take_entry(struct walk *walk, int dirfd, const char *entry, const char *prefix)
{
	cleanup_free char *name = xasprintf("%s%s", prefix, entry);
	struct stat status;
	const char *special;
	int error;

	if (fstatat(dirfd, entry, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return collect_unreadable(walk->in, name, -errno);
	if (collect_is_litter(walk->in, name, S_ISDIR(status.st_mode)))
		return 0;
	error = collect_check_name(walk->in, name);
	if (error)
		return error;
	if (S_ISDIR(status.st_mode))
		return take_folder(walk, dirfd, entry, name);
	special = collect_special(status.st_mode);
	/* A student could link somebody else's file without being able to read it; a class that
	 * was copied with hard links belongs to one owner throughout. */
	if (!special && status.st_nlink > 1 && status.st_uid != owner(dirfd))
		special = "a hard link to somebody else's file";
	if (!special)
		return take_regular(walk, dirfd, entry, name);
	collect_leave_out(walk->in, name, special);
	return 0;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_folder(struct walk *walk, DIR *dir, const char *prefix, struct names *names)
{
	struct dirent *entry;

	while ((errno = 0, entry = readdir(dir))) {
		int error;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		error = collect_count(walk->in);
		if (error)
			return error;
		names->list = xreallocarray(names->list, names->count + 1, sizeof(*names->list));
		names->list[names->count++] = xstrdup(entry->d_name);
	}
	return errno ? collect_unreadable(walk->in, *prefix ? prefix : NULL, -errno) : 0;
}

/* Takes over `fd`. In sorted order, so that the first thing that is wrong is always the same. */
static int walk_folder(struct walk *walk, int fd, const char *prefix)
{
	cleanup_closedir DIR *dir = fdopendir(fd);
	cleanup_names struct names names = { .list = NULL };
	int error;

	if (!dir) {
		error = collect_unreadable(walk->in, *prefix ? prefix : NULL, -errno);
		close(fd);
		return error;
	}
	error = list_folder(walk, dir, prefix, &names);
	if (!error && names.count > 1)
		qsort(names.list, names.count, sizeof(*names.list), by_bytes);
	for (size_t i = 0; i < names.count && !error; i++)
		error = take_entry(walk, fd, names.list[i], prefix);
	return error;
}

static int take_archive(struct walk *walk)
{
	struct collect_intake *in = walk->in;
	char *path = file_join(in->path, walk->archive_name);

	free(in->path);
	in->path = path;
	/* It is unpacked in its folder's place, so it was not left out. */
	for (size_t i = 0; i < in->left_count; i++)
		if (!strcmp(in->left[i].name, walk->archive_name)) {
			free(in->left[i].name);
			in->left[i] = in->left[--in->left_count];
			break;
		}
	return collect_archive(in, walk->archive);
}

int collect_folder(struct collect_intake *in, int fd, const struct stat *except)
{
	struct walk walk = { .in = in, .except = except, .archive = -1 };
	int error;

	in->from = "folder";
	error = walk_folder(&walk, fd, "");
	if (!error && !in->files_count && walk.archives > 1)
		error = collect_refuse(in,
			"there are %zu archives in it and nothing else; hand in one",
			walk.archives);
	else if (!error && !in->files_count && walk.archives == 1)
		error = take_archive(&walk);
	if (walk.archive >= 0)
		close(walk.archive);
	free(walk.archive_name);
	return error;
}
