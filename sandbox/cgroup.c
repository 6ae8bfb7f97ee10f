#include "sandbox/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/warden.h"

/*** names ***/

/* Who a group's keeper is. */
struct keeper {
	unsigned long namespace;
	pid_t pid;
	unsigned long long
		started; /* clock ticks after boot: numbers come again, this pair does not */
};

/* proc(5), /proc/PID/stat: the number, the state and field 22; -ESRCH when it is gone. */
static int read_stat(const char *pid, struct keeper *ret)
{
	char path[64], text[512];
	const char *at;
	ssize_t length;
	char state;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	/* The name of a program may hold anything, brackets too: the last one is its end. */
	at = strrchr(text, ')');
	if (!at || sscanf(at,
			   ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d "
			   "%*d %*d %llu",
			   &state, &ret->started) != 2)
		return -EBADMSG;
	ret->pid = (pid_t)strtol(text, NULL, 10);
	return state == 'Z' || state == 'X' ? -ESRCH : 0;
}

static const struct keeper *ourselves(void)
{
	static struct keeper keeper;
	static pid_t pid;
	struct stat status;

	/* After a fork it is somebody else. */
	if (pid == getpid())
		return &keeper;
	keeper = (struct keeper){ .pid = getpid() };
	read_stat("self", &keeper);
	if (stat("/proc/self/ns/pid", &status) == 0)
		keeper.namespace = status.st_ino;
	pid = getpid();
	return &keeper;
}

static void next_name(char *name, size_t room)
{
	static unsigned number;
	const struct keeper *keeper = ourselves();

	snprintf(name, room, "proctor-%lu-%d-%llu-%u", keeper->namespace, keeper->pid,
		keeper->started, ++number);
}

/* Whether a group is ours to remove: one of a keeper of this PID namespace that is dead. */
static bool is_orphaned(const char *name)
{
	const struct keeper *self = ourselves();
	struct keeper keeper, now = { .started = 0 };
	char pid[16];
	unsigned number;
	int error;

	if (sscanf(name, "proctor-%lu-%d-%llu-%u", &keeper.namespace, &keeper.pid, &keeper.started,
		    &number) != 4 ||
		keeper.namespace != self->namespace || keeper.pid <= 0)
		return false;
	if (kill(keeper.pid, 0) < 0 && errno == ESRCH)
		return true;
	snprintf(pid, sizeof(pid), "%d", keeper.pid);
	error = read_stat(pid, &now);
	/* A /proc that hides others' processes (hidepid) has no file of a living one. */
	return error == -ESRCH || (!error && now.started != keeper.started);
}

/*** sweeping ***/

/* How many were removed. */
static int sweep_folder(const char *folder, int patience_ms)
{
	DIR *dir = opendir(folder);
	char path[GROUP_PATH];
	int count = 0;

	if (!dir)
		return 0;
	for (struct dirent *entry; (entry = readdir(dir));) {
		int length;

		if (strncmp(entry->d_name, "proctor-", 8) != 0 || !is_orphaned(entry->d_name))
			continue;
		length = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (length >= (int)sizeof(path))
			continue;
		/* init may be cleaning up after its keeper: isolation mode plain. */
		if (patience_ms > 0)
			group_await(path, patience_ms);
		if (group_remove(path) == 0)
			count++;
	}
	closedir(dir);
	return count;
}

int cgroup_sweep(const struct hierarchy where[HIERARCHY_CONTROLLERS], int patience_ms)
{
	int count = 0;

	/* First the tasks' groups: a kill there forbids new tasks. */
	for (int i = HIERARCHY_CONTROLLERS - 1; i >= 0; i--)
		if (where[i].version && (i == 0 || strcmp(where[i].folder, where[0].folder) != 0))
			count += sweep_folder(where[i].folder, patience_ms);
	return count;
}

/*** limits ***/

static uint64_t memory_bytes(const struct limits *limits)
{
	return ((uint64_t)limits->memory_mib + limits->disk_mib) << 20;
}

static int limit_memory(const struct cgroup_side *side, const struct limits *limits)
{
	bool old = side->version == 1;
	char text[32];
	int error;

	snprintf(text, sizeof(text), "%llu", (unsigned long long)memory_bytes(limits));
	error = group_write(side->folder, old ? "memory.limit_in_bytes" : "memory.max", text);
	/*
	 * With swap, too much memory would be slow instead of refused.  The files are
	 * missing where the kernel does not count swap.  Version 1 counts memory and
	 * swap together, and takes that limit only after the other.
	 */
	if (!error && !old)
		group_write(side->folder, "memory.swap.max", "0");
	if (!error && old && group_write(side->folder, "memory.memsw.limit_in_bytes", text))
		group_write(side->folder, "memory.swappiness", "0");
	return error;
}

static int limit_tasks(const struct cgroup_side *side, const struct limits *limits)
{
	char text[32];

	snprintf(text, sizeof(text), "%u", limits->tasks + CGROUP_OWN_TASKS);
	return group_write(side->folder, "pids.max", text);
}

/*** opening and closing ***/

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int open_entrance(struct cgroup_side *side)
{
	char path[GROUP_PATH + 16];

	snprintf(path, sizeof(path), "%s/%s", side->folder,
		side->version == 1 ? "tasks" : "cgroup.procs");
	side->entrance = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return side->entrance < 0 ? -errno : 0;
}

/* Makes one controller's group, unless it is the one that the memory side has made. */
static int make_side(
	struct cgroup *group, int which, const struct hierarchy *where, const char *name)
{
	struct cgroup_side *side = &group->sides[which], *first = &group->sides[0];

	if (snprintf(side->folder, sizeof(side->folder), "%s/%s", where->folder, name) >=
		(int)sizeof(side->folder))
		return -ENAMETOOLONG;
	if (which > 0 && first->version && strcmp(first->folder, side->folder) == 0) {
		side->version = where->version;
		side->shared = true;
		return 0;
	}
	if (mkdir(side->folder, 0755) < 0)
		return -errno;
	side->version = where->version;
	return open_entrance(side);
}

static void drop_side(struct cgroup_side *side)
{
	close_fd(&side->entrance);
	if (side->version && !side->shared)
		group_remove(side->folder);
	*side = (struct cgroup_side){ .entrance = -1 };
}

static const struct controller {
	const char *noun;
	int (*limit)(const struct cgroup_side *side, const struct limits *limits);
} controllers[HIERARCHY_CONTROLLERS] = {
	[HIERARCHY_MEMORY] = { "memory", limit_memory },
	[HIERARCHY_PIDS] = { "tasks", limit_tasks },
};

int cgroup_open_in(struct cgroup *ret, const struct hierarchy where[HIERARCHY_CONTROLLERS],
	const struct limits *limits, char *why, size_t room)
{
	struct cgroup group = CGROUP_NONE;
	char name[GROUP_PATH - HIERARCHY_PATH];
	bool any = false;

	next_name(name, sizeof(name));
	snprintf(why, room, "no control group can be made here");
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++) {
		struct cgroup_side *side = &group.sides[i];
		int error = where[i].version ? make_side(&group, i, &where[i], name) : -ENOENT;

		if (!error)
			error = controllers[i].limit(side, limits);
		any |= !error;
		if (!error && side->version == 2 && !side->shared && group.birth < 0)
			group.birth = open(side->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (!error)
			continue;
		if (where[i].version)
			snprintf(why, room, "cannot limit %s by a control group in %.120s: %s",
				controllers[i].noun, where[i].folder, strerror(-error));
		drop_side(side);
	}
	if (!any)
		return -ENOENT;
	*ret = group;
	return 0;
}

int cgroup_open(struct cgroup *ret, const struct limits *limits, char *why, size_t room)
{
	static struct hierarchy where[HIERARCHY_CONTROLLERS];
	static char reason[256];
	static int found = 1; /* not looked yet */
	int error;

	if (found > 0) {
		found = hierarchy_find(
			"/proc/self", getenv("PROCTOR_CGROUP"), where, reason, sizeof(reason));
		if (!found)
			cgroup_sweep(where, 0);
	}
	if (found) {
		snprintf(why, room, "%s", reason);
		return found;
	}
	if (warden_start(where) < 0) {
		snprintf(why, room, "nobody could be started to remove a control group");
		return -ENOENT;
	}
	error = cgroup_open_in(ret, where, limits, why, room);
	if (error)
		warden_stop();
	return error;
}

void cgroup_close(struct cgroup *group)
{
	close_fd(&group->birth);
	/* As in the sweep: first the one that can forbid new tasks. */
	for (int i = HIERARCHY_CONTROLLERS - 1; i >= 0; i--)
		drop_side(&group->sides[i]);
}

/*** getting in, getting out ***/

int cgroup_birth(const struct cgroup *group)
{
	return group->birth;
}

int cgroup_enter(const struct cgroup *group, bool born_inside)
{
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++) {
		const struct cgroup_side *side = &group->sides[i];

		if (side->entrance < 0 || (born_inside && side->version == 2))
			continue;
		if (write(side->entrance, "0", 1) < 0)
			return -errno;
	}
	return 0;
}

int cgroup_kill(const struct cgroup *group)
{
	int error = 0;

	for (int i = HIERARCHY_CONTROLLERS - 1; i >= 0; i--)
		if (group->sides[i].version && !group->sides[i].shared && !error)
			error = group_kill(group->sides[i].folder);
	return error;
}

/*** what the kernel says ***/

bool cgroup_limits_memory(const struct cgroup *group)
{
	return group->sides[HIERARCHY_MEMORY].version != 0;
}

bool cgroup_limits_tasks(const struct cgroup *group)
{
	return group->sides[HIERARCHY_PIDS].version != 0;
}

const char *cgroup_kind(const struct cgroup *group, char text[CGROUP_KIND_MAX])
{
	int memory = group->sides[HIERARCHY_MEMORY].version;
	int tasks = group->sides[HIERARCHY_PIDS].version;

	if (memory && memory == tasks)
		snprintf(text, CGROUP_KIND_MAX, "memory and tasks by cgroup v%d", memory);
	else if (memory && tasks)
		snprintf(text, CGROUP_KIND_MAX, "memory by cgroup v%d, tasks by cgroup v%d", memory,
			tasks);
	else if (memory || tasks)
		snprintf(text, CGROUP_KIND_MAX, "%s by cgroup v%d", memory ? "memory" : "tasks",
			memory ? memory : tasks);
	else
		snprintf(text, CGROUP_KIND_MAX, "none");
	return text;
}

/* A count of the group's, 0 where this kernel has none. */
static uint64_t count(const struct cgroup_side *side, const char *file, const char *key)
{
	uint64_t value = 0;

	return group_read(side->folder, file, key, &value) == 0 ? value : 0;
}

/*
 * oom_kill also counts tasks that died because a group above, or the whole host,
 * was out of memory; that our own limit was met is told elsewhere.  A limit alone
 * that was met says nothing: the cache of files meets it all the time.
 */
static int memory_events(const struct cgroup_side *side, struct cgroup_events *ret)
{
	bool old = side->version == 1, met;
	uint64_t kills, peak;
	int error = group_read(
		side->folder, old ? "memory.oom_control" : "memory.events", "oom_kill", &kills);

	/* Linux before 4.13 has the file, but not that count. */
	if (error && error != -ENODATA)
		return error;
	if (error)
		kills = 0;
	if (old)
		met = kills && (count(side, "memory.failcnt", NULL) ||
				       count(side, "memory.memsw.failcnt", NULL));
	else
		met = count(side, "memory.events", "oom") > 0;
	peak = count(side, old ? "memory.max_usage_in_bytes" : "memory.peak", NULL);
	ret->memory = met;
	ret->starved = kills && !met;
	ret->memory_peak_kib = peak >> 10;
	return 0;
}

int cgroup_events(const struct cgroup *group, struct cgroup_events *ret)
{
	const struct cgroup_side *memory = &group->sides[HIERARCHY_MEMORY];
	const struct cgroup_side *tasks = &group->sides[HIERARCHY_PIDS];
	const struct cgroup_side *second = memory->version == 2 ? memory : tasks;
	struct cgroup_events events = { .cpu_us = -1 };
	uint64_t cpu_us;
	int error = memory->version ? memory_events(memory, &events) : 0;

	if (error)
		return error;
	if (tasks->version)
		events.tasks = count(tasks, "pids.events", "max") > 0;
	if (second->version == 2 &&
		group_read(second->folder, "cpu.stat", "usage_usec", &cpu_us) == 0)
		events.cpu_us = (int64_t)cpu_us;
	*ret = events;
	return 0;
}
