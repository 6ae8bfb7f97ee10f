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

static int add_task(const struct task *task, void *data)
{
	struct holding *holding = data;
	char path[64];
	char text[2048];

	if (task->tid != task->tgid || task->state == 'Z')
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", task->tgid);
	read_text(path, text, sizeof(text));
	holding->shares_kib += number_behind(text, "\nPss:");
	holding->shared_kib += number_behind(text, "\nPss_Shmem:");
	add_memfds(holding, task->tgid);
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

static uint64_t exact(bool segments)
{
	static struct holding holding;

	holding = (struct holding){ .seen_count = 0 };
	tasks_each(add_task, &holding);
	if (segments)
		add_segments(&holding);
	/* What is mapped of an object is in both sums. */
	return holding.shares_kib + (holding.objects_kib > holding.shared_kib
						    ? holding.objects_kib - holding.shared_kib
						    : 0);
}

static uint64_t host_free_kib(void)
{
	char text[256];

	read_text("/proc/meminfo", text, sizeof(text));
	return number_behind(text, "\nMemAvailable:");
}

/* Whether the host has lost so much since the first look; looked up once in some milliseconds. */
static bool host_has_lost(uint64_t kib)
{
	enum { OFTEN_MS = 4 };
	static uint64_t free_at_first;
	static int64_t looked_ms;
	static bool lost;
	struct timespec now;
	int64_t now_ms;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	if (free_at_first == 0)
		free_at_first = host_free_kib();
	else if (now_ms - looked_ms > OFTEN_MS)
		lost = host_free_kib() + kib < free_at_first;
	looked_ms = now_ms;
	return lost;
}

void memory_look(uint64_t limit_kib, bool segments, uint64_t *memory_kib)
{
	if (*memory_kib > limit_kib || host_has_lost(limit_kib / 2))
		*memory_kib = exact(segments);
}
