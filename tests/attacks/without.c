/*
 * without: runs a command on a host that allows less.
 *
 *	without full CMD…        no user namespace, as on a hardened host
 *	without root CMD…        no namespace and no mount at all, as in a default container
 *	without namespaces CMD…  user.max_user_namespaces is 0
 *
 * The first two are seccomp filters that answer EPERM (clone3: ENOSYS, since its
 * flags lie behind a pointer), the third is a user namespace with a limit of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_BROKEN = 3 };

static const int root_calls[] = {
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(setns),
	SCMP_SYS(open_tree),
	SCMP_SYS(move_mount),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsmount),
	SCMP_SYS(fspick),
};

static const unsigned root_flags[] = { CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC,
	CLONE_NEWUTS, CLONE_NEWCGROUP };

static void __attribute__((noreturn)) broken(const char *what, int error)
{
	fprintf(stderr, "without: cannot %s: %s\n", what, strerror(error));
	exit(EXIT_BROKEN);
}

static void deny(scmp_filter_ctx filter, int call, unsigned flag)
{
	const struct scmp_arg_cmp has_flag = SCMP_A0_64(SCMP_CMP_MASKED_EQ, flag, flag);
	int error = seccomp_rule_add_array(
		filter, SCMP_ACT_ERRNO(EPERM), call, flag ? 1 : 0, flag ? &has_flag : NULL);

	if (error)
		broken("add a rule", -error);
}

static void deny_flag(scmp_filter_ctx filter, unsigned flag)
{
	deny(filter, SCMP_SYS(unshare), flag);
	deny(filter, SCMP_SYS(clone), flag);
}

static void filter_away(int root_too)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int error;

	if (!filter)
		broken("make a filter", ENOMEM);
	/* What happens to foreign ABIs is for the box to decide, not for us. */
	seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	deny_flag(filter, CLONE_NEWUSER);
	if (root_too) {
		for (size_t i = 0; i < sizeof(root_flags) / sizeof(*root_flags); i++)
			deny_flag(filter, root_flags[i]);
		for (size_t i = 0; i < sizeof(root_calls) / sizeof(*root_calls); i++)
			deny(filter, root_calls[i], 0);
	}
	error = seccomp_load(filter);
	if (error)
		broken("load the filter", -error);
	seccomp_release(filter);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		broken(path, errno);
	close(fd);
}

/* One's own id alone may be mapped by anyone; root maps all, so that ids go on to differ. */
static void map_ids(pid_t pid, uid_t uid, gid_t gid)
{
	char path[64], text[64];

	snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	snprintf(text, sizeof(text), "%u %u %u\n", uid, uid, uid == 0 ? 0xffffffffU : 1);
	write_file(path, text);
	if (uid != 0) {
		snprintf(path, sizeof(path), "/proc/%d/setgroups", pid);
		write_file(path, "deny");
	}
	snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	snprintf(text, sizeof(text), "%u %u %u\n", gid, gid, uid == 0 ? 0xffffffffU : 1);
	write_file(path, text);
}

/* The maps are written by a child that stayed outside, where root's power over all ids is. */
static void enter_poor_namespace(void)
{
	pid_t parent = getpid(), child;
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int ready[2], status;
	char byte;

	if (pipe2(ready, O_CLOEXEC) < 0)
		broken("make a pipe", errno);
	child = fork();
	if (child == 0) {
		close(ready[1]);
		if (read(ready[0], &byte, 1) != 0)
			_exit(EXIT_BROKEN);
		map_ids(parent, uid, gid);
		_exit(0);
	}
	if (child < 0 || unshare(CLONE_NEWUSER) < 0)
		broken("make a user namespace", errno);
	close(ready[1]);
	if (waitpid(child, &status, 0) != child || status != 0)
		exit(EXIT_BROKEN);
	close(ready[0]);
	write_file("/proc/sys/user/max_user_namespaces", "0");
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: without full|root|namespaces COMMAND [ARG ...]\n");
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "full") == 0 || strcmp(argv[1], "root") == 0) {
		filter_away(argv[1][0] == 'r');
	} else if (strcmp(argv[1], "namespaces") == 0) {
		enter_poor_namespace();
	} else {
		fprintf(stderr, "without: no such thing to be without: '%s'\n", argv[1]);
		return EXIT_USAGE;
	}
	execvp(argv[2], argv + 2);
	broken(argv[2], errno);
}
