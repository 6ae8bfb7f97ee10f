/*
 * What a process holds: its descriptors, what they are, and the locks that it has by them.
 */
#include <dirent.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "sandbox/witness_parts.h"

/* A bomb of descriptors must not become a bomb of lines; nor one of locks. */
enum { MOST_FDS = 64, MOST_INFO_LINES = 32, TARGET = 512, MQUEUE_FILE_SYSTEM = 0x19800202 };

/* One descriptor. */
struct held {
	FILE *out;
	pid_t tgid;
	const char *number;
	char path[64]; /* in /proc */
	char target[TARGET];
	const char *kind;
};

bool witness_has_socket(const struct witness_sockets *sockets, unsigned long inode)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->inodes[i] == inode)
			return true;
	return false;
}

static void add_socket(struct witness_sockets *sockets, unsigned long inode)
{
	if (sockets->count < WITNESS_SOCKETS && !witness_has_socket(sockets, inode))
		sockets->inodes[sockets->count++] = inode;
}

/*** what it is ***/

static const char *anonymous_kind(const char *target)
{
	static const struct {
		const char *target, *kind;
	} kinds[] = {
		{ "anon_inode:[eventfd]", "eventfd" },
		{ "anon_inode:[eventpoll]", "epoll" },
		{ "anon_inode:[signalfd]", "signalfd" },
		{ "anon_inode:[timerfd]", "timerfd" },
		{ "anon_inode:[pidfd]", "pidfd" },
		{ "pidfd:[", "pidfd" }, /* since Linux 6.9 */
		{ "anon_inode:inotify", "inotify" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strncmp(target, kinds[i].target, strlen(kinds[i].target)) == 0)
			return kinds[i].kind;
	return NULL;
}

static const char *kind_of(const struct held *held, const struct stat *status)
{
	const char *anonymous = anonymous_kind(held->target);
	struct statfs system;

	if (anonymous)
		return anonymous;
	switch (status->st_mode & S_IFMT) {
	case S_IFIFO:
		return strncmp(held->target, "pipe:[", strlen("pipe:[")) == 0 ? "pipe" : "fifo";
	case S_IFSOCK:
		return "socket";
	case S_IFDIR:
		return "folder";
	case S_IFCHR:
		return "device";
	case S_IFREG:
		return statfs(held->path, &system) == 0 && system.f_type == MQUEUE_FILE_SYSTEM
			       ? "mqueue"
			       : "file";
	default:
		return "other";
	}
}

/*** fdinfo ***/

/* "1: POSIX  ADVISORY  WRITE 12 08:01:123 0 EOF" */
static void put_lock(const struct held *held, const char *text)
{
	char class[16], type[16];
	unsigned long first = 0;
	char last[32];
	int pid = 0;

	if (sscanf(text, "%*d: %15s %*s %15s %d %*s %lu %31s", class, type, &pid, &first, last) !=
		5)
		return;
	fprintf(held->out, "lock\t%d\t%s\t%s\t%s\t%d\t%lu\t%ld\n", held->tgid, held->number, class,
		type, pid, first, strcmp(last, "EOF") == 0 ? -1 : strtol(last, NULL, 10));
}

static void put_count(const struct held *held, const char *text)
{
	fprintf(held->out, "info\t%d\t%s\tcount\t%llu\n", held->tgid, held->number,
		strtoull(text, NULL, 16));
}

static void put_mask(const struct held *held, const char *text)
{
	fprintf(held->out, "info\t%d\t%s\tsignals\t0x%llx\n", held->tgid, held->number,
		strtoull(text, NULL, 16));
}

static void put_timer(const struct held *held, const char *text)
{
	fprintf(held->out, "info\t%d\t%s\tarmed\t%d\n", held->tgid, held->number,
		strncmp(text, " (0, 0)", strlen(" (0, 0)")) != 0);
}

static void put_process(const struct held *held, const char *text)
{
	fprintf(held->out, "info\t%d\t%s\tprocess\t%d\n", held->tgid, held->number, atoi(text));
}

static void put_watched(const struct held *held, const char *text)
{
	unsigned events = 0;
	int number = -1;

	if (sscanf(text, "%d events: %x", &number, &events) == 2)
		fprintf(held->out, "info\t%d\t%s\twatches\t%d\t0x%x\n", held->tgid, held->number,
			number, events);
}

static void put_info_line(const struct held *held, const char *line)
{
	static const struct {
		const char *key;
		void (*put)(const struct held *held, const char *text);
	} keys[] = {
		{ "lock:", put_lock },
		{ "eventfd-count:", put_count },
		{ "sigmask:", put_mask },
		{ "it_value:", put_timer },
		{ "Pid:", put_process },
		{ "tfd:", put_watched },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strncmp(line, keys[i].key, strlen(keys[i].key)) == 0)
			keys[i].put(held, line + strlen(keys[i].key));
}

static FILE *open_info(pid_t tgid, pid_t tid, const char *number)
{
	char path[96];

	snprintf(path, sizeof(path), "/proc/%d/task/%d/fdinfo/%s", tgid, tid, number);
	return fopen(path, "re");
}

static const char *access_word(FILE *info)
{
	static const char *const words[] = { "r", "w", "rw", "?" };
	unsigned flags = 3;
	char line[128];

	while (info && fgets(line, sizeof(line), info))
		if (sscanf(line, "flags: %o", &flags) == 1)
			break;
	return words[flags & O_ACCMODE];
}

static void put_info(const struct held *held, FILE *info)
{
	char line[256];

	for (int left = MOST_INFO_LINES; info && left > 0 && fgets(line, sizeof(line), info);
		left--)
		put_info_line(held, line);
}

/* mqueue's descriptors say nothing in fdinfo; a second one of ours does. */
static void put_queue(const struct held *held)
{
	mqd_t queue = (mqd_t)open(held->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct mq_attr attributes = { .mq_maxmsg = -1, .mq_curmsgs = -1 };

	if (queue >= 0) {
		mq_getattr(queue, &attributes);
		close(queue);
	}
	fprintf(held->out, "info\t%d\t%s\tmessages\t%ld\t%ld\n", held->tgid, held->number,
		attributes.mq_curmsgs, attributes.mq_maxmsg);
}

/*** all of them ***/

static void put_held(
	struct held *held, const struct stat *status, FILE *info, const struct folder *folder)
{
	fprintf(held->out, "fd\t%d\t%s\t%s\t", held->tgid, held->number, access_word(info));
	witness_put(held->out, folder_inside(folder, held->target));
	fprintf(held->out, "\t%s\t%u:%u:%lu\n", held->kind, major(status->st_dev),
		minor(status->st_dev), (unsigned long)status->st_ino);
	put_info(held, info);
	if (strcmp(held->kind, "mqueue") == 0)
		put_queue(held);
}

static void write_fd(FILE *out, const struct task *task, const char *number,
	const struct folder *folder, struct witness_sockets *sockets)
{
	struct held held = { .out = out, .tgid = task->tgid, .number = number };
	struct stat status = { .st_mode = 0 };
	ssize_t length;
	FILE *info;

	snprintf(held.path, sizeof(held.path), "/proc/%d/task/%d/fd/%s", task->tgid, task->tid,
		number);
	length = readlink(held.path, held.target, sizeof(held.target) - 1);
	if (length <= 0)
		return;
	held.target[length] = '\0';
	stat(held.path, &status);
	held.kind = kind_of(&held, &status);
	if (S_ISSOCK(status.st_mode))
		add_socket(sockets, status.st_ino);
	info = open_info(task->tgid, task->tid, number);
	put_held(&held, &status, info, folder);
	if (info)
		fclose(info);
}

void witness_write_fds(FILE *out, const struct task *task, const struct folder *folder,
	struct witness_sockets *sockets)
{
	int left = MOST_FDS;
	struct dirent *entry;
	char path[64];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/fd", task->tgid, task->tid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || left-- <= 0)
			continue;
		write_fd(out, task, entry->d_name, folder, sockets);
	}
	if (dir)
		closedir(dir);
}
