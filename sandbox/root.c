#include "sandbox/root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where the new root is put together; any folder that every host has. */
#define STAGE "/tmp"

enum operation {
	FOLDER, /* mkdir */
	BIND, /* the host's file or tree, read-only; left out where the host has none */
	ROOTS_OWN, /* the same for what nobody but root can write anyway */
	DEVICE, /* the host's device node */
	LINK, /* a symbolic link to `source` */
	HOST_LINK, /* a link as the host has it (/bin -> usr/bin), or a bind of its folder */
	TEXT, /* a file with `source` in it */
	ACCOUNT, /* the same, with the user's number put in, which is the group's too */
	WRITABLE, /* a folder for everybody, which stays writable when the root no longer is */
	MQUEUE,
	PROC,
};

struct step {
	enum operation operation;
	const char *path; /* relative to the new root */
	const char *source;
};

static const struct step steps[] = {
	{ BIND, "usr", "/usr" },
	{ HOST_LINK, "bin", "/bin" },
	{ HOST_LINK, "sbin", "/sbin" },
	{ HOST_LINK, "lib", "/lib" },
	{ HOST_LINK, "lib32", "/lib32" },
	{ HOST_LINK, "lib64", "/lib64" },
	{ HOST_LINK, "libx32", "/libx32" },
	{ FOLDER, "etc" },
	{ ROOTS_OWN, "etc/ld.so.cache", "/etc/ld.so.cache" },
	{ ROOTS_OWN, "etc/alternatives", "/etc/alternatives" },
	{ ACCOUNT, "etc/passwd", "student:x:%u:%u:student:" ROOT_WORK ":/bin/sh\n" },
	{ ACCOUNT, "etc/group", "student:x:%u:\n" },
	{ TEXT, "etc/hosts", "127.0.0.1 localhost box\n::1 localhost\n" },
	{ TEXT, "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n" },
	{ FOLDER, "proc" },
	{ PROC, "proc" },
	{ FOLDER, "dev" },
	{ DEVICE, "dev/null", "/dev/null" },
	{ DEVICE, "dev/zero", "/dev/zero" },
	{ DEVICE, "dev/full", "/dev/full" },
	{ DEVICE, "dev/urandom", "/dev/urandom" },
	/* The same once the kernel has been seeded, and it never waits: random(4). */
	{ LINK, "dev/random", "urandom" },
	{ LINK, "dev/fd", "/proc/self/fd" },
	{ LINK, "dev/stdin", "/proc/self/fd/0" },
	{ LINK, "dev/stdout", "/proc/self/fd/1" },
	{ LINK, "dev/stderr", "/proc/self/fd/2" },
	{ FOLDER, "dev/mqueue" },
	{ MQUEUE, "dev/mqueue" },
	{ WRITABLE, "dev/shm" },
	{ WRITABLE, "tmp" },
	{ WRITABLE, &ROOT_WORK[1] },
};

/* mount_setattr(2), which glibc 2.36 has only under its own header's guard. */
struct attributes {
	__u64 set;
	__u64 clear;
	__u64 propagation;
	__u64 userns_fd;
};

enum { RDONLY = 0x1, NOSUID = 0x2, NODEV = 0x4, RECURSIVE = 0x8000 };

static int restrict_mount(const char *path, unsigned long long flags, int recursive)
{
	struct attributes attributes = { .set = flags };

	if (syscall(SYS_mount_setattr, AT_FDCWD, path, recursive ? RECURSIVE : 0, &attributes,
		    sizeof(attributes)) < 0)
		return -errno;
	return 0;
}

/* Something to mount on. A node is one call where a file that is opened is two. */
static int make_target(const char *target, bool folder)
{
	int made = folder ? mkdir(target, 0755) : mknod(target, S_IFREG | 0644, 0);

	return made < 0 && errno != EEXIST ? -errno : 0;
}

static int bind(const char *source, const char *target, bool folder)
{
	int error = make_target(target, folder);

	if (!error && mount(source, target, NULL, MS_BIND | (folder ? MS_REC : 0), NULL) < 0)
		error = -errno;
	return error;
}

/* Left out where the host has none. */
static int bind_tree(const char *source, const char *target)
{
	struct stat status;
	int error;

	if (stat(source, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	error = bind(source, target, S_ISDIR(status.st_mode));
	return error ? error
		     : restrict_mount(target, RDONLY | NOSUID | NODEV, S_ISDIR(status.st_mode));
}

/* Only root may write there, whom nobody in a box is: no read-only mount is needed. */
static int bind_roots_own(const char *source, const char *target)
{
	struct stat status;

	if (stat(source, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	return bind(source, target, S_ISDIR(status.st_mode));
}

static int host_link(const char *path, const char *target)
{
	char destination[256];
	ssize_t length = readlink(path, destination, sizeof(destination) - 1);

	if (length < 0)
		return errno == ENOENT ? 0 : bind_tree(path, target);
	destination[length] = '\0';
	return symlink(destination, target) < 0 ? -errno : 0;
}

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	ssize_t put;

	if (fd < 0)
		return -errno;
	put = write(fd, text, strlen(text));
	close(fd);
	return put == (ssize_t)strlen(text) ? 0 : -EIO;
}

/* A mount of the folder on itself has flags of its own: mount_setattr(2). */
static int make_writable(const char *path)
{
	if (mkdir(path, 01777) < 0 || mount(path, path, NULL, MS_BIND, NULL) < 0)
		return -errno;
	return 0;
}

static int mount_special(const char *type, const char *path)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	return mount(type, path, type, flags, NULL) < 0 ? -errno : 0;
}

static int write_account(const struct step *step, uid_t uid)
{
	char text[128];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), step->source, uid, uid);
#pragma GCC diagnostic pop
	return write_text(step->path, text);
}

static int play(const struct step *step, uid_t uid)
{
	switch (step->operation) {
	case FOLDER:
		return mkdir(step->path, 0755) < 0 ? -errno : 0;
	case BIND:
		return bind_tree(step->source, step->path);
	case ROOTS_OWN:
		return bind_roots_own(step->source, step->path);
	case DEVICE:
		return bind(step->source, step->path, false);
	case LINK:
		return symlink(step->source, step->path) < 0 ? -errno : 0;
	case HOST_LINK:
		return host_link(step->source, step->path);
	case TEXT:
		return write_text(step->path, step->source);
	case ACCOUNT:
		return write_account(step, uid);
	case WRITABLE:
		return make_writable(step->path);
	case MQUEUE:
		return mount_special("mqueue", step->path);
	case PROC:
		return mount_special("proc", step->path);
	}
	return -EINVAL;
}

/* Stacks the old root over the new one: pivot_root(2), NOTES. */
static int change_root(void)
{
	/* Before anybody else is in there: whoever makes a name there meanwhile makes this fail. */
	int error = restrict_mount(".", RDONLY | NOSUID | NODEV, 0);

	if (!error && syscall(SYS_pivot_root, ".", ".") < 0)
		error = -errno;
	return error;
}

int root_let_go(void)
{
	return umount2(".", MNT_DETACH) < 0 ? -errno : 0;
}

bool root_is_alone(void)
{
	struct stat own, above;

	return stat("/", &own) == 0 && stat("/..", &above) == 0 && own.st_dev == above.st_dev &&
	       own.st_ino == above.st_ino;
}

/* An empty, read-only file system over a folder that the new root would show. */
static int hide(const char *path)
{
	char target[4096];
	struct stat status;

	snprintf(target, sizeof(target), "%s", path[0] == '/' ? path + 1 : path);
	if (stat(target, &status) < 0 || !S_ISDIR(status.st_mode))
		return 0;
	return mount("hidden", target, "tmpfs", MS_NOSUID | MS_NODEV | MS_RDONLY,
		       "mode=555,size=4k,nr_inodes=1") < 0
		       ? -errno
		       : 0;
}

/* One file system under everything that is the box's own. */
static int mount_root(const struct limits *limits)
{
	char options[96];

	snprintf(options, sizeof(options), "mode=755,size=%um,nr_inodes=%u", limits->disk_mib,
		limits->files);
	if (mount("box", STAGE, "tmpfs", MS_NOSUID | MS_NODEV, options) < 0 || chdir(STAGE) < 0)
		return -errno;
	return 0;
}

int root_enter(const struct root_plan *plan, const char **ret_what)
{
	int error;

	*ret_what = "make mounts private";
	if (plan->shared && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -errno;
	*ret_what = "mount the new root";
	error = mount_root(plan->limits);
	umask(0);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !error; i++) {
		*ret_what = steps[i].path;
		error = play(&steps[i], plan->uid);
	}
	for (size_t i = 0; i < ROOT_HIDDEN && plan->hidden[i] && !error; i++) {
		*ret_what = plan->hidden[i];
		error = hide(plan->hidden[i]);
	}
	umask(022);
	if (error)
		return error;
	*ret_what = "change into the new root";
	return change_root();
}
