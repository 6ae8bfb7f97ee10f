/*
 * The group of a box, live: as root, in the groups that this host offers.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "sandbox/cgroup.h"
#include "tests/unit/scratch.h"

static const struct limits limits = { .memory_mib = 16, .disk_mib = 8, .tasks = 10 };

static struct hierarchy where[HIERARCHY_CONTROLLERS];
static struct cgroup live = CGROUP_NONE;

/* Also after a failed assertion: no group is left on the host. */
static void close_live(void)
{
	cgroup_close(&live);
}

static void open_live(void)
{
	char why[256];

	if (geteuid() != 0)
		cr_skip_test("SKIPPED: a live control group needs root");
	if (hierarchy_find("/proc/self", getenv("PROCTOR_CGROUP"), where, why, sizeof(why)))
		cr_skip_test("SKIPPED: %s", why);
	cgroup_sweep(where, 0);
	cr_assert_eq(cgroup_open_in(&live, where, &limits, why, sizeof(why)), 0, "%s", why);
}

static void need(bool has, const char *what)
{
	if (has)
		return;
	/* Criterion runs no .fini after a skip. */
	cgroup_close(&live);
	cr_skip_test("SKIPPED: no live control group limits %s here", what);
}

/* A child in the group; it must end by _exit(). */
static pid_t fork_inside(const struct cgroup *group)
{
	pid_t pid = fork();

	if (pid == 0 && cgroup_enter(group, false) < 0)
		_exit(99);
	return pid;
}

static int wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* Waits until a child has stopped itself, so that it is known to be inside. */
static pid_t stop_inside(const struct cgroup *group)
{
	pid_t pid = fork_inside(group);
	int status;

	if (pid == 0) {
		signal(SIGTERM, SIG_IGN);
		raise(SIGSTOP);
		for (;;)
			pause();
	}
	cr_assert_eq(waitpid(pid, &status, WUNTRACED), pid);
	cr_assert(WIFSTOPPED(status));
	return pid;
}

static bool is_folder(const struct cgroup_side *side)
{
	return file_is_dir(side->folder);
}

static int exhaust_tasks(void)
{
	for (int i = 0; i < 1000; i++) {
		pid_t pid = fork();

		if (pid == 0)
			for (;;)
				pause();
		if (pid < 0)
			return errno == EAGAIN ? i : 255;
	}
	return 254;
}

Test(cgroup_live, forks_fail_at_the_limit_and_the_kernel_says_so, .fini = close_live)
{
	struct cgroup_events events;
	struct cgroup closed;
	int status;
	pid_t pid;

	open_live();
	need(cgroup_limits_tasks(&live), "tasks");
	cr_assert_eq(cgroup_events(&live, &events), 0);
	cr_assert_not(events.tasks);
	pid = fork_inside(&live);
	if (pid == 0)
		_exit(exhaust_tasks());
	status = wait_for(pid);
	cr_assert_eq(WEXITSTATUS(status), limits.tasks + CGROUP_OWN_TASKS - 1, "%x", status);
	cr_assert_eq(cgroup_events(&live, &events), 0);
	cr_assert(events.tasks);
	/* Those that were left behind are nobody's children that we could wait for. */
	cr_assert_eq(cgroup_kill(&live), 0);
	closed = live;
	cgroup_close(&live);
	cr_assert_not(is_folder(&closed.sides[HIERARCHY_PIDS]));
}

static void fill_memory(size_t length)
{
	char *bytes =
		mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (bytes != MAP_FAILED)
		memset(bytes, 1, length);
}

Test(cgroup_live, too_much_memory_is_an_event_of_the_kernel, .fini = close_live)
{
	struct cgroup_events events;
	int status;
	pid_t pid;

	open_live();
	need(cgroup_limits_memory(&live), "memory");
	pid = fork_inside(&live);
	if (pid == 0) {
		fill_memory(64 << 20);
		_exit(0);
	}
	status = wait_for(pid);
	cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "%x", status);
	cr_assert_eq(cgroup_events(&live, &events), 0);
	cr_assert(events.memory);
	cr_assert_not(events.starved);
}

Test(cgroup_live, a_memory_file_that_nobody_maps_is_counted, .fini = close_live)
{
	struct cgroup_events events;
	int status;
	pid_t pid;

	open_live();
	need(cgroup_limits_memory(&live), "memory");
	pid = fork_inside(&live);
	if (pid == 0) {
		static char bytes[1 << 20];
		int fd = memfd_create("hidden", MFD_CLOEXEC);

		for (int i = 0; i < 64; i++)
			if (write(fd, bytes, sizeof(bytes)) != sizeof(bytes))
				_exit(1);
		_exit(0);
	}
	status = wait_for(pid);
	cr_assert_neq(status, 0, "64 MiB went into a group of 24");
	cr_assert_eq(cgroup_events(&live, &events), 0);
	cr_assert(events.memory);
}

Test(cgroup_live, writing_big_files_is_no_want_of_memory, .fini = close_live)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = file_join(folder, "big");
	struct cgroup_events events;
	struct statfs system;
	pid_t pid;

	open_live();
	need(cgroup_limits_memory(&live), "memory");
	if (statfs(folder, &system) == 0 && system.f_type == TMPFS_MAGIC)
		need(false, "a disk's cache (the scratch folder is in memory)");
	pid = fork_inside(&live);
	if (pid == 0) {
		static char bytes[1 << 20];
		int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

		for (int i = 0; i < 64; i++)
			if (write(fd, bytes, sizeof(bytes)) != sizeof(bytes))
				_exit(1);
		_exit(0);
	}
	cr_assert_eq(wait_for(pid), 0);
	cr_assert_eq(cgroup_events(&live, &events), 0);
	cr_assert_not(events.memory);
	cr_assert_gt(events.memory_peak_kib, 0);
}

Test(cgroup_live, a_kill_reaches_stopped_tasks_and_their_children, .fini = close_live)
{
	pid_t first, second;
	int status;

	open_live();
	first = stop_inside(&live);
	second = stop_inside(&live);
	cr_assert_eq(cgroup_kill(&live), 0);
	status = wait_for(first);
	cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "%x", status);
	status = wait_for(second);
	cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "%x", status);
}

Test(cgroup_live, closing_kills_what_is_left_and_leaves_no_folder, .fini = close_live)
{
	struct cgroup closed;
	pid_t pid;

	open_live();
	pid = stop_inside(&live);
	closed = live;
	cr_assert(is_folder(&closed.sides[HIERARCHY_PIDS]) ||
		  is_folder(&closed.sides[HIERARCHY_MEMORY]));
	cgroup_close(&live);
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++)
		cr_assert_not(is_folder(&closed.sides[i]));
	cr_assert(WIFSIGNALED(wait_for(pid)));
}

Test(cgroup_live, groups_that_were_made_inside_go_too, .fini = close_live)
{
	int side;
	char inner[GROUP_PATH + 16], pid_text[16];
	struct cgroup closed;
	pid_t pid;

	open_live();
	side = live.sides[HIERARCHY_PIDS].version ? HIERARCHY_PIDS : HIERARCHY_MEMORY;
	pid = stop_inside(&live);
	snprintf(inner, sizeof(inner), "%s/inner", live.sides[side].folder);
	cr_assert_eq(mkdir(inner, 0755), 0);
	snprintf(pid_text, sizeof(pid_text), "%d", pid);
	cr_assert_eq(group_write(inner, "cgroup.procs", pid_text), 0);
	closed = live;
	cgroup_close(&live);
	cr_assert_not(is_folder(&closed.sides[side]));
	cr_assert(WIFSIGNALED(wait_for(pid)));
}

static pid_t born_inside(const struct cgroup *group)
{
	struct clone_args arguments = {
		.flags = CLONE_INTO_CGROUP,
		.exit_signal = SIGCHLD,
		.cgroup = (uint64_t)cgroup_birth(group),
	};

	return (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
}

Test(cgroup_live, version_2_lets_a_process_be_born_inside, .fini = close_live)
{
	uint64_t first = 0;
	pid_t pid;

	open_live();
	need(cgroup_birth(&live) >= 0, "anything by version 2");
	pid = born_inside(&live);
	cr_assert_geq(pid, 0, "clone3: %s", strerror(errno));
	if (pid == 0)
		for (;;)
			pause();
	cr_assert_eq(group_read(live.sides[HIERARCHY_MEMORY].version == 2
					? live.sides[HIERARCHY_MEMORY].folder
					: live.sides[HIERARCHY_PIDS].folder,
			     "cgroup.procs", NULL, &first),
		0);
	cr_assert_eq(first, (uint64_t)pid);
	cr_assert_eq(cgroup_kill(&live), 0);
	cr_assert(WIFSIGNALED(wait_for(pid)));
}

/* A keeper that dies at once and leaves a group, with a task in it. */
static void die_as_keeper(int told)
{
	char why[256];
	struct cgroup group;
	pid_t pid;

	if (cgroup_open_in(&group, where, &limits, why, sizeof(why)))
		_exit(1);
	pid = fork_inside(&group);
	if (pid == 0) {
		if (write(told, &group, sizeof(group)) != sizeof(group))
			_exit(1);
		for (;;)
			pause();
	}
	waitpid(pid, NULL, 0);
	_exit(0);
}

Test(cgroup_live, the_groups_of_a_dead_keeper_are_swept_and_those_of_a_living_one_stay,
	.fini = close_live)
{
	struct cgroup left;
	pid_t keeper;
	int told[2];
	char byte;

	open_live();
	cr_assert_eq(pipe2(told, O_CLOEXEC), 0);
	keeper = fork();
	if (keeper == 0)
		die_as_keeper(told[1]);
	close(told[1]);
	cr_assert_eq(read(told[0], &left, sizeof(left)), sizeof(left));
	cgroup_sweep(where, 0);
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++)
		if (left.sides[i].version)
			cr_assert(is_folder(&left.sides[i]), "its keeper lives");
	kill(keeper, SIGKILL);
	wait_for(keeper);
	cr_assert_geq(cgroup_sweep(where, 0), 1);
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++)
		cr_assert_not(is_folder(&left.sides[i]));
	/* The task that it left held the other end. */
	cr_assert_eq(read(told[0], &byte, 1), 0);
	close(told[0]);
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++)
		if (live.sides[i].version)
			cr_assert(is_folder(&live.sides[i]), "we live");
}
