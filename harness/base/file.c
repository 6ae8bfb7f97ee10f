#include "harness/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"

int file_read(const char *path, struct buf *into, size_t cap)
{
	cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return buf_read_fd(into, fd, cap);
}

int file_write_fd(int fd, const void *bytes, size_t length)
{
	const char *next = bytes;

	while (length > 0) {
		ssize_t put = write(fd, next, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		next += put;
		length -= (size_t)put;
	}
	return 0;
}

static int regular_or_error(mode_t mode)
{
	return S_ISREG(mode) ? 0 : S_ISLNK(mode) ? -ELOOP : S_ISDIR(mode) ? -EISDIR : -EINVAL;
}

int file_open_regular(int dirfd, const char *name)
{
	cleanup_close int fd = -1;
	struct stat status;
	int error;

	/* Asked twice: to open a device may already act on it, and the name may change. */
	if (fstatat(dirfd, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	error = regular_or_error(status.st_mode);
	if (error)
		return error;
	fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	error = regular_or_error(status.st_mode);
	return error ? error : steal_fd(&fd);
}

int file_write(const char *path, const void *bytes, size_t length)
{
	cleanup_free char *temporary = xasprintf("%s.part%d", path, (int)getpid());
	cleanup_close int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int error;

	if (fd < 0)
		return -errno;
	error = file_write_fd(fd, bytes, length);
	if (!error && fsync(fd) < 0 && errno != EINVAL && errno != EROFS)
		error = -errno;
	if (!error && rename(temporary, path) < 0)
		error = -errno;
	if (error)
		unlink(temporary);
	return error;
}

int file_mkdir_p(const char *path)
{
	cleanup_free char *partial = xstrdup(path);

	for (char *p = partial + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(partial, 0777) < 0 && errno != EEXIST)
			return -errno;
		*p = '/';
	}
	if (mkdir(partial, 0777) < 0 && errno != EEXIST)
		return -errno;
	return file_is_dir(partial) ? 0 : -ENOTDIR;
}

static int remove_at(int dirfd, const char *name)
{
	int fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	cleanup_closedir DIR *dir = NULL;
	struct dirent *entry;

	if (fd < 0 && errno == EACCES && fchmodat(dirfd, name, 0700, 0) == 0)
		fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0) {
		if (errno == ENOENT)
			return 0;
		return unlinkat(dirfd, name, 0) < 0 ? -errno : 0;
	}
	fchmod(fd, 0700);
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -ENOMEM;
	}
	while ((entry = readdir(dir))) {
		int error;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		error = remove_at(fd, entry->d_name);
		if (error)
			return error;
	}
	return unlinkat(dirfd, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}

int file_remove_tree(const char *path)
{
	return remove_at(AT_FDCWD, path);
}

int file_copy(const char *from, const char *to)
{
	cleanup_close int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	cleanup_close int out = -1;
	struct stat status;

	if (in < 0 || fstat(in, &status) < 0)
		return -errno;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0777);
	if (out < 0)
		return -errno;
	for (;;) {
		ssize_t sent = sendfile(out, in, NULL, 1 << 20);

		if (sent < 0)
			return -errno;
		if (sent == 0)
			return 0;
	}
}

int file_copy_tree(const char *from, const char *to)
{
	char **names = file_list(from);
	int error = names ? file_mkdir_p(to) : -errno;

	for (char **name = names; name && *name && !error; name++) {
		cleanup_free char *source = file_join(from, *name);
		cleanup_free char *target = file_join(to, *name);
		struct stat status;

		if (lstat(source, &status) < 0)
			error = -errno;
		else if (S_ISDIR(status.st_mode))
			error = file_copy_tree(source, target);
		else if (S_ISREG(status.st_mode))
			error = file_copy(source, target);
	}
	file_list_free(names);
	return error;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

char *file_join(const char *dir, const char *name)
{
	size_t length = dir ? strlen(dir) : 0;

	if (!dir || name[0] == '/')
		return xstrdup(name);
	return xasprintf("%s%s%s", dir, length && dir[length - 1] == '/' ? "" : "/", name);
}

char *file_basename(const char *path)
{
	size_t end = strlen(path);
	size_t start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/'; start--)
		;
	if (start == end)
		return xstrdup("/");
	return xasprintf("%.*s", (int)(end - start), path + start);
}

char *file_temp_dir(void)
{
	const char *base = getenv("TMPDIR");
	char *path = xasprintf("%s/proctor-XXXXXX", base && *base ? base : "/tmp");

	if (mkdtemp(path))
		return path;
	free(path);
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **file_list(const char *path)
{
	cleanup_closedir DIR *dir = opendir(path);
	char **names = NULL;
	size_t count = 0;
	struct dirent *entry;

	if (!dir)
		return NULL;
	while ((entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		names = xreallocarray(names, count + 2, sizeof(*names));
		names[count++] = xstrdup(entry->d_name);
	}
	if (!names)
		names = xcalloc(1, sizeof(*names));
	names[count] = NULL;
	if (count > 1)
		qsort(names, count, sizeof(*names), by_name);
	return names;
}

void file_list_free(char **names)
{
	for (char **name = names; name && *name; name++)
		free(*name);
	free(names);
}
