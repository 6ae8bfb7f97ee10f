#include "sandbox/depot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int make_folders(const char *path)
{
	char partial[4096];

	if (strlen(path) >= sizeof(partial))
		return -ENAMETOOLONG;
	strcpy(partial, path);
	for (char *p = partial + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(partial, 0755) < 0 && errno != EEXIST && errno != EROFS)
			return -errno;
		*p = '/';
	}
	return 0;
}

int depot_put(const char *path, int fd, mode_t mode)
{
	int error = make_folders(path);
	int out;

	if (error)
		return error;
	out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	if (out < 0)
		return -errno;
	for (;;) {
		ssize_t sent = sendfile(out, fd, NULL, 1 << 20);

		if (sent == 0)
			break;
		if (sent < 0 && errno != EINTR) {
			error = -errno;
			break;
		}
	}
	if (!error && fchmod(out, mode) < 0)
		error = -errno;
	if (close(out) < 0 && !error)
		error = -errno;
	return error;
}

static int open_plainly(const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)(flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC),
		.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));

	return fd < 0 ? -errno : (int)fd;
}

int depot_get(const char *path)
{
	struct stat status;
	int fd = open_plainly(path, O_RDONLY);

	if (fd < 0)
		return fd;
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return -EINVAL;
	}
	return fd;
}

ssize_t depot_list(const char *path, char *names, size_t room)
{
	int fd = open_plainly(path, O_RDONLY | O_DIRECTORY);
	size_t used = 0;
	struct dirent *entry;
	DIR *dir;

	if (fd < 0)
		return fd;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -ENOMEM;
	}
	while ((entry = readdir(dir))) {
		size_t length = strlen(entry->d_name) + 1;
		struct stat status;

		if (fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
			!S_ISREG(status.st_mode))
			continue;
		if (length > room - used) {
			closedir(dir);
			return -ENOSPC;
		}
		memcpy(names + used, entry->d_name, length);
		used += length;
	}
	closedir(dir);
	return (ssize_t)used;
}
