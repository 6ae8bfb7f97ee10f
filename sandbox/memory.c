#include "sandbox/memory.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/tasks.h"

enum { MOST_OBJECTS = 4096 };

/* Shared memory that is held by descriptor, each object once. */
struct holding {
	uint64_t shares_kib; /* of mapped pages */
	uint64_t shared_kib; /* the shares of shared memory among them */
	uint64_t objects_kib;
	uint64_t reserved_kib; /* anonymous shared mappings: what they may hold, seen or not */
	pid_t process; /* the last that was looked at */
	ino_t seen[MOST_OBJECTS];
	unsigned seen_count;
};

static uint64_t number_behind(const char *text, const char *name)
{
	const char *line = strstr(text, name);

	return line ? strtoull(line + strlen(name), NULL, 10) : 0;
}

static void read_text(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, room - 1);

	text[length > 0 ? length : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

static bool seen_before(struct holding *holding, ino_t inode)
{
	for (unsigned i = 0; i < holding->seen_count; i++)
		if (holding->seen[i] == inode)
			return true;
	if (holding->seen_count < MOST_OBJECTS)
		holding->seen[holding->seen_count++] = inode;
	return false;
}

static void add_memfds(struct holding *holding, pid_t pid)
{
	char path[64];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		char target[32];
		struct stat status;
		ssize_t length = readlinkat(dirfd(dir), entry->d_name, target, sizeof(target) - 1);

		if (length < 8 || strncmp(target, "/memfd:", 7) != 0 ||
			fstatat(dirfd(dir), entry->d_name, &status, 0) < 0 ||
			seen_before(holding, status.st_ino))
			continue;
		holding->objects_kib += (uint64_t)status.st_blocks / 2;
	}
	if (dir)
		closedir(dir);
}

/* Pages of an anonymous shared mapping stay when they are unmapped: madvise(2), MADV_DONTNEED. */
static void add_reserved(struct holding *holding, pid_t pid)
{
	char path[64];
	char line[512];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		unsigned long from, to, inode;

		if (strstr(line, "/dev/zero (deleted)") &&
			sscanf(line, "%lx-%lx %*s %*s %*s %lu", &from, &to, &inode) == 3 &&
			!seen_before(holding, inode))
			holding->reserved_kib += (to - from) >> 10;
	}
	if (file)
		fclose(file);
}

static int add_task(const struct task *task, void *data)
{
	struct holding *holding = data;
	char path[64];
	char text[2048];

	if (task->tgid == 0 || task->tgid == holding->process || task->state == 'Z' ||
		task->state == 'X')
		return 0;
	/* By the thread's number: a leader that has ended shows no memory. */
	holding->process = task->tgid;
	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", task->tid);
	read_text(path, text, sizeof(text));
	holding->shares_kib += number_behind(text, "\nPss:");
	holding->shared_kib += number_behind(text, "\nPss_Shmem:");
	add_memfds(holding, task->tid);
	add_reserved(holding, task->tid);
	return 0;
}

/* System V segments: the creator is the 10th field, the resident bytes the 15th (proc(5)). */
static void add_segments(struct holding *holding)
{
	FILE *file = fopen("/proc/sysvipc/shm", "re");
	char line[512];

	while (file && fgets(line, sizeof(line), file)) {
		unsigned long long bytes;
		unsigned creator;

		if (sscanf(line, "%*d %*d %*o %*u %*d %*d %*u %*u %*u %u %*u %*u %*u %*u %llu",
			    &creator, &bytes) == 2 &&
			creator == getuid())
			holding->objects_kib += bytes >> 10;
	}
	if (file)
		fclose(file);
}

/* `lost`: as much as a limit has gone from the host, so what is reserved is held as well. */
static uint64_t exact(bool segments, bool lost)
{
	static struct holding holding;
	uint64_t objects;

	holding = (struct holding){ .seen_count = 0 };
	tasks_each(add_task, &holding);
	if (segments)
		add_segments(&holding);
	objects = holding.objects_kib + (lost ? holding.reserved_kib : 0);
	/* What is mapped of an object is in both sums. */
	return holding.shares_kib +
	       (objects > holding.shared_kib ? objects - holding.shared_kib : 0);
}

/*** when to count exactly ***/

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What all shared memory of the host has grown by since it was least. */
static uint64_t host_growth_kib(void)
{
	static uint64_t least = UINT64_MAX;
	char text[2048];
	uint64_t now;

	read_text("/proc/meminfo", text, sizeof(text));
	now = number_behind(text, "\nShmem:");
	if (now < least)
		least = now;
	return now - least;
}

void memory_look(uint64_t limit_kib, bool segments, uint64_t *memory_kib)
{
	/* Counting takes at most a twentieth of the time, whatever it costs. */
	enum { SHARE = 20, SHORTEST_US = 10000 };
	static int64_t next_us; /* 0: not looked yet */
	int64_t begun_us = now_us(), cost_us;
	uint64_t growth_kib;

	if (next_us == 0)
		host_growth_kib(); /* a note of what there was before the program */
	if (*memory_kib <= limit_kib && (next_us == 0 || begun_us < next_us)) {
		next_us = next_us ? next_us : begun_us + SHORTEST_US;
		return;
	}
	growth_kib = host_growth_kib();
	*memory_kib = exact(segments, growth_kib >= limit_kib);
	cost_us = now_us() - begun_us;
	next_us = begun_us + (cost_us * SHARE > SHORTEST_US ? cost_us * SHARE : SHORTEST_US);
}
