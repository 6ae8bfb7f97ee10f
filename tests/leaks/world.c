#include "tests/leaks/world.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>
#include <unistd.h>

enum { LISTED = 10 }; /* things that are named; the others are counted */

static void __attribute__((format(printf, 2, 3))) add(struct world *world, const char *format, ...)
{
	va_list arguments;
	char *line;

	va_start(arguments, format);
	if (vasprintf(&line, format, arguments) < 0)
		abort();
	va_end(arguments);
	if (world->count == world->room) {
		world->room = world->room ? world->room * 2 : 64;
		world->lines = reallocarray(world->lines, world->room, sizeof(char *));
		if (!world->lines)
			abort();
	}
	world->lines[world->count++] = line;
}

/*** names ***/

/* Whether a number in the name is that of a living process. */
static bool names_a_living_process(const char *name)
{
	for (; *name; name++) {
		char *end;
		unsigned long number;

		if (!isdigit((unsigned char)*name))
			continue;
		number = strtoul(name, &end, 10);
		if (number > 1 && number <= 4194304 &&
			(kill((pid_t)number, 0) == 0 || errno == EPERM))
			return true;
		name = end - 1;
	}
	return false;
}

static bool is_ours(const struct world_scope *scope, const char *name)
{
	if (strstr(name, scope->mark))
		return true;
	return (strncmp(name, "proctor", 7) == 0 || strncmp(name, "box", 3) == 0) &&
	       !names_a_living_process(name);
}

/* The box's groups carry the number of their keeper's PID namespace, then the keeper's. */
static bool is_our_group(const struct world_scope *scope, const char *name)
{
	struct stat status;
	unsigned long number = 0;

	if (sscanf(name, "proctor-%lu-", &number) == 1 && stat("/proc/self/ns/pid", &status) == 0 &&
		number != status.st_ino)
		return false;
	return is_ours(scope, name);
}

/*** processes ***/

static void add_process(const struct world_scope *scope, const char *pid, struct world *world)
{
	char path[300], command[4096];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/cmdline", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, command, sizeof(command) - 1);
	if (fd >= 0)
		close(fd);
	if (length <= 0)
		return;
	for (ssize_t i = 0; i < length; i++)
		if (!command[i])
			command[i] = ' ';
	command[length] = '\0';
	if (strstr(command, scope->mark))
		add(world, "process %s %s", pid, command);
}

static void add_processes(const struct world_scope *scope, struct world *world)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (isdigit((unsigned char)entry->d_name[0]) && atoi(entry->d_name) != getpid())
			add_process(scope, entry->d_name, world);
	if (folder)
		closedir(folder);
}

/*** files, mounts, control groups ***/

static void add_names(const struct world_scope *scope, const char *path, struct world *world)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (is_ours(scope, entry->d_name))
			add(world, "file %s/%s", path, entry->d_name);
	if (folder)
		closedir(folder);
}

static void add_all_names(const char *path, struct world *world)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			add(world, "file %s/%s", path, entry->d_name);
	if (folder)
		closedir(folder);
}

/* nftw(3) hands nothing on to its visitor. */
static const struct world_scope *walk_scope;
static struct world *walk_world;

static int visit_group(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	if (type == FTW_D && place->level > 0 && is_our_group(walk_scope, path + place->base))
		add(walk_world, "cgroup %s", path);
	return 0;
}

static void add_mounts(const struct world_scope *scope, struct world *world)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t room = 0;

	while (file && getline(&line, &room, file) > 0) {
		char target[4096];
		const char *type = strstr(line, " - ");

		line[strcspn(line, "\n")] = '\0';
		add(world, "mount %s", line);
		if (!type || strncmp(type + 3, "cgroup", 6) != 0 ||
			sscanf(line, "%*s %*s %*s %*s %4095s", target) != 1)
			continue;
		walk_scope = scope;
		walk_world = world;
		nftw(target, visit_group, 16, FTW_PHYS | FTW_MOUNT);
	}
	free(line);
	if (file)
		fclose(file);
}

/*** IPC objects ***/

static void add_sysv(const struct world_scope *scope, const char *kind, struct world *world)
{
	char path[64], line[512];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sysvipc/%s", kind);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		int key, id;

		if (sscanf(line, "%d %d", &key, &id) == 2 && key >= scope->keys &&
			key < scope->keys + (key_t)scope->numbers)
			add(world, "sysv-%s %d %#x", kind, id, (unsigned)key);
	}
	if (file)
		fclose(file);
}

/* The host need not have its queues mounted, so they are looked for by name. */
static void add_queues(const struct world_scope *scope, struct world *world)
{
	for (unsigned i = 0; i < scope->numbers; i++) {
		char name[128];
		mqd_t queue;

		snprintf(name, sizeof(name), "/%s-%u", scope->mark, i);
		queue = mq_open(name, O_RDONLY);
		if (queue >= 0)
			mq_close(queue);
		if (queue >= 0 || errno == EACCES)
			add(world, "posix-mq %s", name);
	}
}

/*** the whole ***/

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void world_take(const struct world_scope *scope, struct world *ret)
{
	static const char *const shared[] = { "/tmp", "/var/tmp", "/run", "/dev/shm",
		"/dev/mqueue" };
	static const char *const kinds[] = { "shm", "sem", "msg" };

	*ret = (struct world){ .count = 0 };
	add_processes(scope, ret);
	add_mounts(scope, ret);
	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
		add_names(scope, shared[i], ret);
	add_all_names(scope->folder, ret);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		add_sysv(scope, kinds[i], ret);
	add_queues(scope, ret);
	qsort(ret->lines, ret->count, sizeof(char *), by_text);
}

void world_release(struct world *world)
{
	for (size_t i = 0; i < world->count; i++)
		free(world->lines[i]);
	free(world->lines);
	*world = (struct world){ .count = 0 };
}

static bool is_in(const struct world *world, const char *line)
{
	return world->count && bsearch(&line, world->lines, world->count, sizeof(char *), by_text);
}

size_t world_new(const struct world *before, const struct world *after, char *ret_text, size_t room)
{
	size_t count = 0, used = 0;

	ret_text[0] = '\0';
	for (size_t i = 0; i < after->count; i++) {
		int length;

		if (is_in(before, after->lines[i]))
			continue;
		if (++count > LISTED)
			continue;
		length = snprintf(ret_text + used, room - used, "     %s\n", after->lines[i]);
		if (length > 0 && (size_t)length < room - used)
			used += (size_t)length;
	}
	if (count > LISTED)
		snprintf(ret_text + used, room - used, "     and %zu more\n", count - LISTED);
	else
		ret_text[used] = '\0';
	return count;
}

/*** what stays ***/

/* Has `events` tell when something goes from the folder of each new thing that has one. */
static void watch_folders(int events, const struct world *before, const struct world *after)
{
	for (size_t i = 0; i < after->count; i++) {
		char *line = after->lines[i];
		char *path = strchr(line, '/'), *slash = strrchr(line, '/');

		if ((strncmp(line, "file ", 5) != 0 && strncmp(line, "cgroup ", 7) != 0) ||
			is_in(before, line))
			continue;
		*slash = '\0';
		inotify_add_watch(events, path, IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR);
		*slash = '/';
	}
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

size_t world_stayed(const struct world_scope *scope, const struct world *before, int seconds,
	char *ret_text, size_t room)
{
	struct pollfd events = { inotify_init1(IN_CLOEXEC | IN_NONBLOCK), POLLIN, 0 };
	double end = now() + seconds;
	bool watched = false, more = true;
	size_t count = 0;

	while (more) {
		char told[4096];
		struct world after;

		world_take(scope, &after);
		count = world_new(before, &after, ret_text, room);
		if (count && watched) {
			double left = end - now();

			more = left > 0 && poll(&events, 1, (int)(left * 1e3)) > 0;
			while (read(events.fd, told, sizeof(told)) > 0)
				;
		}
		if (count && !watched)
			watch_folders(events.fd, before, &after);
		watched = true; /* and look again: it may have gone just before */
		more = more && count;
		world_release(&after);
	}
	close(events.fd);
	return count;
}

static void remove_marked(const struct world_scope *scope, const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (strstr(entry->d_name, scope->mark))
			unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
}

void world_remove(const struct world_scope *scope)
{
	for (unsigned i = 0; i < scope->numbers; i++) {
		key_t key = scope->keys + (key_t)i;
		char name[128];
		int id;

		snprintf(name, sizeof(name), "/%s-%u", scope->mark, i);
		mq_unlink(name);
		if ((id = shmget(key, 0, 0)) >= 0)
			shmctl(id, IPC_RMID, NULL);
		if ((id = semget(key, 0, 0)) >= 0)
			semctl(id, 0, IPC_RMID);
		if ((id = msgget(key, 0)) >= 0)
			msgctl(id, IPC_RMID, NULL);
	}
	remove_marked(scope, "/dev/shm");
}

/*** this process ***/

size_t world_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	size_t count = 0;

	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count;
}

long world_resident_kib(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long pages = -1;

	if (file && fscanf(file, "%*d %ld", &pages) != 1)
		pages = -1;
	if (file)
		fclose(file);
	return pages < 0 ? -1 : pages * (sysconf(_SC_PAGESIZE) >> 10);
}
