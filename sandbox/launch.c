#include "sandbox/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/single_threaded.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/root.h"

/* The network namespace is made by init, while its root is built beside it (sandbox/beside.h). */
static const unsigned long spaces[] = {
	[ISOLATION_PLAIN] = 0,
	[ISOLATION_ROOT] = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS,
	[ISOLATION_FULL] = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS,
};

/* A child that is born in its control group: clone(2), CLONE_INTO_CGROUP. -1 where there is none.
 */
static pid_t clone_inside(const struct init_options *options, unsigned long more)
{
	struct clone_args args = {
		.flags = spaces[options->isolation] | more | CLONE_INTO_CGROUP,
		/* With CLONE_PARENT it is the parent's own, and must be left out. */
		.exit_signal = more & CLONE_PARENT ? 0 : SIGCHLD,
		.cgroup = (uint64_t)cgroup_birth(options->group),
	};

	return cgroup_birth(options->group) < 0 ? -1
						: (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

static pid_t clone_init(const struct init_options *options, unsigned long more)
{
	pid_t pid = clone_inside(options, more);

	if (pid == 0)
		init_run(options, true);
	if (pid > 0)
		return pid;
	/* libc's fork knows no namespaces, and its clone wants another stack. */
	pid = (pid_t)syscall(SYS_clone, spaces[options->isolation] | more | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		init_run(options, false);
	return pid < 0 ? -errno : pid;
}

static void __attribute__((noreturn)) launch(const struct init_options *options, int report)
{
	pid_t pid;

	/* The keeper may wait for children of its own with other dispositions. */
	signal(SIGCHLD, SIG_DFL);
	pid = clone_init(options, CLONE_PARENT);
	if (write(report, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	_exit(0);
}

/* Forks the launcher and hears init's pid from it: the pid or a negative errno. */
static pid_t launch_through_fork(const struct init_options *options)
{
	int report[2];
	pid_t launcher, pid = -EPIPE;

	if (pipe2(report, O_CLOEXEC) < 0)
		return -errno;
	launcher = fork();
	if (launcher == 0)
		launch(options, report[1]);
	close(report[1]);
	if (launcher < 0)
		pid = -errno;
	else if (read(report[0], &pid, sizeof(pid)) != sizeof(pid))
		pid = -EPIPE;
	close(report[0]);
	if (launcher > 0)
		while (waitpid(launcher, NULL, 0) < 0 && errno == EINTR)
			;
	return pid;
}

pid_t launch_init(const struct init_options *options)
{
	/* Another thread may hold a lock of libc at this moment, which only libc's fork mends. */
	return __libc_single_threaded ? clone_init(options, 0) : launch_through_fork(options);
}

static int write_map(pid_t pid, const char *name, const char *text)
{
	char path[64];
	int fd, error = 0;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		error = -errno;
	close(fd);
	return error;
}

/* user_namespaces(7): one's own id may be mapped by anyone, once setgroups is denied. */
int launch_map_ids(pid_t init, const struct user *user)
{
	char text[64];
	int error;

	snprintf(text, sizeof(text), "%d %u 1\n", ROOT_UID, user->uid);
	error = write_map(init, "uid_map", text);
	if (!error && geteuid() != 0)
		error = write_map(init, "setgroups", "deny");
	if (error)
		return error;
	snprintf(text, sizeof(text), "%d %u 1\n", ROOT_GID, user->gid);
	return write_map(init, "gid_map", text);
}
