#include "sandbox/user.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Debian's policy reserves 65000 to 65533 (9.2.2), and no package may take them. */
enum { FIRST_LEASED = 65100, LAST_LEASED = 65499, SHARED = 65533 };

/* The lease on an ID; negative: taken. */
static int take(uid_t uid)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int length = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "proctor-user-%u", uid);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&name,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length)) == 0)
		return fd;
	error = -errno;
	close(fd);
	return error;
}

int user_lease(struct user *ret, enum isolation isolation)
{
	const unsigned count = LAST_LEASED - FIRST_LEASED + 1;
	struct user user = { geteuid(), getegid(), false, -1 };

	if (user.uid == 0 && isolation == ISOLATION_FULL) {
		user.uid = SHARED;
		user.gid = SHARED;
	} else if (user.uid == 0) {
		/* Keepers that start together try different ones first. */
		for (unsigned i = 0; i < count && user.lease < 0; i++) {
			user.uid = FIRST_LEASED + ((unsigned)getpid() * 7 + i) % count;
			user.lease = take(user.uid);
			if (user.lease < 0 && user.lease != -EADDRINUSE)
				return user.lease;
		}
		if (user.lease < 0)
			return -EUSERS;
		user.gid = user.uid;
		user.own = true;
	}
	*ret = user;
	return 0;
}

void user_release(struct user *user)
{
	if (user->lease >= 0)
		close(user->lease);
	user->lease = -1;
}

static unsigned threads_of(const char *pid)
{
	char path[64];
	struct stat status;

	/* A folder of n folders has n + 2 links: proc(5) keeps that for task. */
	snprintf(path, sizeof(path), "/proc/%.20s/task", pid);
	return stat(path, &status) == 0 && status.st_nlink > 2 ? (unsigned)status.st_nlink - 2 : 1;
}

unsigned user_tasks(uid_t uid)
{
	struct dirent *entry;
	unsigned count = 0;
	DIR *dir = opendir("/proc");

	while (dir && (entry = readdir(dir))) {
		struct stat status;

		if (isdigit((unsigned char)entry->d_name[0]) &&
			fstatat(dirfd(dir), entry->d_name, &status, 0) == 0 && status.st_uid == uid)
			count += threads_of(entry->d_name);
	}
	if (dir)
		closedir(dir);
	return count;
}
