#include "sandbox/fence.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct landlock_ruleset_attr as later kernels know it; a shorter one is taken by its size. */
struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scopes;
};

enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_DEVICES = 5, ABI_SCOPES = 6 };

/* Rights that Debian 12's header does not name yet: landlock(7). */
enum { TRUNCATE = 1 << 14, DEVICE_IOCTL = 1 << 15 };
enum { SCOPE_ABSTRACT_SOCKET = 1 << 0, SCOPE_SIGNAL = 1 << 1 };

enum {
	LOOK = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
	       LANDLOCK_ACCESS_FS_EXECUTE,
	OF_FILES = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
		   LANDLOCK_ACCESS_FS_EXECUTE | TRUNCATE | DEVICE_IOCTL,
	FIRST_ABI = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
};

static long abi(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* Every right that this kernel can hold back. */
static uint64_t rights(long version)
{
	uint64_t set = FIRST_ABI;

	if (version >= ABI_REFER)
		set |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= ABI_TRUNCATE)
		set |= TRUNCATE;
	if (version >= ABI_DEVICES)
		set |= DEVICE_IOCTL;
	return set;
}

/* What is made for the second layer. */
struct making {
	int ruleset;
	uint64_t handled;
	const char *const *hidden;
	unsigned hidden_count;
};

static int allow(const struct making *making, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access & making->handled };
	int fd = open(path, O_PATH | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	rule.parent_fd = fd;
	if (syscall(SYS_landlock_add_rule, making->ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) <
		0) {
		/* A rule for a file must not name what only folders have. */
		rule.allowed_access &= OF_FILES;
		if (syscall(SYS_landlock_add_rule, making->ruleset, LANDLOCK_RULE_PATH_BENEATH,
			    &rule, 0) < 0)
			error = -errno;
	}
	close(fd);
	return error;
}

/* Whether `path` is a hidden folder (1), has one below it (2), or neither (0). */
static int covers(const struct making *making, const char *path)
{
	size_t length = strlen(path);
	int result = 0;

	for (unsigned i = 0; i < making->hidden_count && making->hidden[i]; i++) {
		if (strcmp(making->hidden[i], path) == 0)
			return 1;
		if (strncmp(making->hidden[i], path, length) == 0 &&
			making->hidden[i][length] == '/')
			result = 2;
	}
	return result;
}

/* Rules only ever add: a folder with a hidden one in it is allowed entry by entry. */
static int allow_to_look(const struct making *making, const char *path)
{
	int covered = covers(making, path);
	struct dirent *entry;
	int error = 0;
	DIR *dir;

	if (covered == 1)
		return 0;
	if (covered == 0)
		return allow(making, path, LOOK);
	dir = opendir(path);
	if (!dir)
		return -errno;
	while (!error && (entry = readdir(dir))) {
		char below[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		error = allow_to_look(making, below);
	}
	closedir(dir);
	return error;
}

static const char *const readable[] = {
	"/usr",
	"/bin",
	"/sbin",
	"/lib",
	"/lib32",
	"/lib64",
	"/libx32",
	"/etc/alternatives",
	"/etc/ld.so.cache",
	"/etc/ld.so.conf",
	"/etc/ld.so.conf.d",
	"/etc/passwd",
	"/etc/group",
	"/etc/hosts",
	"/etc/nsswitch.conf",
	"/etc/localtime",
	"/proc",
};

static const char *const writable[] = {
	"/dev/null",
	"/dev/zero",
	"/dev/full",
	"/dev/random",
	"/dev/urandom",
	"/dev/shm",
	"/dev/mqueue",
};

static int allow_all(const struct making *making, const char *folder)
{
	int error = allow(making, folder, making->handled);

	for (size_t i = 0; i < sizeof(readable) / sizeof(*readable) && !error; i++)
		error = allow_to_look(making, readable[i]);
	for (size_t i = 0; i < sizeof(writable) / sizeof(*writable) && !error; i++)
		error = allow(making, writable[i],
			making->handled & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE);
	return error;
}

static int make_files(struct fence *fence, long version, const char *folder,
	const char *const *hidden, unsigned count)
{
	struct making making = {
		.handled = rights(version), .hidden = hidden, .hidden_count = count
	};
	struct ruleset ruleset = { .files = making.handled };
	int error;

	making.ruleset =
		(int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof(ruleset.files), 0);
	if (making.ruleset < 0)
		return -errno;
	error = allow_all(&making, folder);
	if (error)
		close(making.ruleset);
	else
		fence->files = making.ruleset;
	return error;
}

static int enter(int ruleset)
{
	return syscall(SYS_landlock_restrict_self, ruleset, 0) < 0 ? -errno : 0;
}

static int enter_scopes(struct fence *fence)
{
	struct ruleset ruleset = { .scopes = SCOPE_SIGNAL | SCOPE_ABSTRACT_SOCKET };
	int fd = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof(ruleset), 0);
	int error;

	if (fd < 0)
		return -errno;
	error = enter(fd);
	close(fd);
	fence->signals = !error;
	return error;
}

int fence_make(struct fence *ret, const char *folder, const char *const *hidden, unsigned count)
{
	long version = abi();
	int error;

	*ret = (struct fence){ .files = -1 };
	if (version < 1)
		return 0;
	error = version >= ABI_SCOPES ? enter_scopes(ret) : 0;
	return error ? error : make_files(ret, version, folder, hidden, count);
}

int fence_enter(const struct fence *fence)
{
	return fence->files < 0 ? 0 : enter(fence->files);
}
