#include "sandbox/group.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The longest wait for a task that was killed: only one that the kernel holds takes as long. */
enum { DEATH_MS = 5000 };

/*** files ***/

static int open_file(const char *folder, const char *file, int flags)
{
	char path[GROUP_PATH];
	int fd;

	if (snprintf(path, sizeof(path), "%s/%s", folder, file) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	/*
	 * Nobody can create a file in a control group file system, so O_CREAT changes
	 * nothing there; it lets an ordinary folder stand for one in a test.
	 */
	fd = open(path, flags | O_CLOEXEC, 0600);
	return fd < 0 ? -errno : fd;
}

int group_write(const char *folder, const char *file, const char *text)
{
	int fd = open_file(folder, file, O_WRONLY | O_CREAT);
	int error = 0;

	if (fd < 0)
		return fd;
	if (write(fd, text, strlen(text)) < 0)
		error = -errno;
	close(fd);
	return error;
}

/* As much of a file as there is room for, NUL-ended: its length or a negative errno. */
static ssize_t read_text(const char *folder, const char *file, char *text, size_t room)
{
	int fd = open_file(folder, file, O_RDONLY);
	ssize_t length;

	if (fd < 0)
		return fd;
	length = read(fd, text, room - 1);
	if (length < 0)
		length = -errno;
	else
		text[length] = '\0';
	close(fd);
	return length;
}

int group_read(const char *folder, const char *file, const char *key, uint64_t *ret)
{
	char text[1024];
	ssize_t length = read_text(folder, file, text, sizeof(text));
	const char *at = text;
	char *end;

	if (length < 0)
		return (int)length;
	if (key) {
		size_t span = strlen(key);

		while (at && (strncmp(at, key, span) != 0 || at[span] != ' ')) {
			at = strchr(at, '\n');
			at = at ? at + 1 : NULL;
		}
		if (!at)
			return -ENODATA;
		at += span + 1;
	}
	/* strtoull() would take a sign and blanks; the kernel writes neither. */
	if (*at < '0' || *at > '9')
		return -ENODATA;
	*ret = strtoull(at, &end, 10);
	return 0;
}

/*** killing ***/

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum { BATCH = 64 };

/* The first processes of the group: how many, or a negative errno. */
static int list_processes(const char *folder, pid_t pids[BATCH])
{
	char text[BATCH * 12];
	ssize_t length = read_text(folder, "cgroup.procs", text, sizeof(text));
	int count = 0;
	char *end = text;

	if (length < 0)
		return (int)length;
	/* Only whole lines: the last number may be cut. */
	for (char *at = text; count < BATCH && strchr(at, '\n'); at = end + 1) {
		pids[count++] = (pid_t)strtol(at, &end, 10);
		if (end == at || *end != '\n')
			return -EBADMSG;
	}
	return count;
}

static bool is_among(pid_t pid, const pid_t *pids, int count)
{
	for (int i = 0; i < count; i++)
		if (pids[i] == pid)
			return true;
	return false;
}

/*
 * Kills those whom a pidfd shows to be the very processes that are in the group:
 * each number is listed again after its pidfd was opened.
 */
static int kill_batch(const char *folder, const pid_t *pids, int count, struct pollfd *deaths)
{
	pid_t again[BATCH];
	int still = list_processes(folder, again);

	for (int i = 0; i < count; i++)
		if (deaths[i].fd >= 0 && is_among(pids[i], again, still) &&
			syscall(SYS_pidfd_send_signal, deaths[i].fd, SIGKILL, NULL, 0) < 0 &&
			errno != ESRCH)
			return -errno;
	return still < 0 ? still : 0;
}

/* Waits for the deaths, in whatever order. */
static int wait_deaths(const struct pollfd *deaths, int count, int64_t until_ms)
{
	for (int i = 0; i < count; i++) {
		struct pollfd one = deaths[i];
		int64_t left_ms;

		do {
			left_ms = until_ms - now_ms();
		} while (one.fd >= 0 && left_ms > 0 && poll(&one, 1, (int)left_ms) < 0 &&
			 errno == EINTR);
		if (one.fd >= 0 && !one.revents)
			return -ETIMEDOUT;
	}
	return 0;
}

/* -ENOTSUP: a process outside of our PID namespace, listed as 0, cannot be reached. */
static int open_deaths(const pid_t *pids, int count, struct pollfd *deaths)
{
	int error = 0;

	for (int i = 0; i < count; i++) {
		int fd = pids[i] ? (int)syscall(SYS_pidfd_open, pids[i], 0) : -1;

		if (fd < 0 && pids[i] == 0)
			error = -ENOTSUP;
		else if (fd < 0 && errno != ESRCH)
			error = -errno;
		deaths[i] = (struct pollfd){ .fd = fd, .events = POLLIN };
	}
	return error;
}

/* Kills the first processes of the group: how many there were, or a negative errno. */
static int kill_some(const char *folder, int64_t until_ms)
{
	struct pollfd deaths[BATCH];
	pid_t pids[BATCH];
	int count = list_processes(folder, pids), error;

	if (count <= 0)
		return count;
	error = open_deaths(pids, count, deaths);
	if (!error)
		error = kill_batch(folder, pids, count, deaths);
	if (!error)
		error = wait_deaths(deaths, count, until_ms);
	for (int i = 0; i < count; i++)
		if (deaths[i].fd >= 0)
			close(deaths[i].fd);
	return error ? error : count;
}

int group_await(const char *folder, int most_ms)
{
	int64_t until_ms = now_ms() + most_ms;
	int error = 0;

	while (!error) {
		struct pollfd deaths[BATCH];
		pid_t pids[BATCH];
		int count = list_processes(folder, pids);

		if (count <= 0)
			return count;
		error = open_deaths(pids, count, deaths);
		if (!error)
			error = wait_deaths(deaths, count, until_ms);
		for (int i = 0; i < count; i++)
			if (deaths[i].fd >= 0)
				close(deaths[i].fd);
	}
	return error;
}

int group_kill(const char *folder)
{
	int64_t until_ms = now_ms() + DEATH_MS;
	int count;

	if (group_write(folder, "cgroup.kill", "1") == 0)
		return 0;
	/* From here on a fork in the group fails; there is no such file without that controller. */
	group_write(folder, "pids.max", "0");
	do {
		count = kill_some(folder, until_ms);
	} while (count > 0 && now_ms() < until_ms);
	return count > 0 ? -ETIMEDOUT : count;
}

/*** the end ***/

/* Version 2 tells by an event when the last task is gone; version 1 has none. */
static int wait_empty(const char *folder)
{
	int fd = open_file(folder, "cgroup.events", O_RDONLY);
	int64_t until_ms = now_ms() + DEATH_MS, left_ms;
	struct pollfd polled = { .fd = fd, .events = POLLPRI };
	char text[256];
	ssize_t length;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	/* The reading arms the event, so nothing is missed between it and poll(). */
	while ((length = pread(fd, text, sizeof(text) - 1, 0)) > 0) {
		text[length] = '\0';
		left_ms = until_ms - now_ms();
		if (strstr(text, "populated 0") || left_ms <= 0)
			break;
		poll(&polled, 1, (int)left_ms);
	}
	close(fd);
	return length > 0 && strstr(text, "populated 0") ? 0 : -EBUSY;
}

static int remove_below(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	if (type == FTW_DP && where->level > 0) {
		group_kill(path);
		rmdir(path);
	}
	return 0;
}

static int try_remove(const char *folder)
{
	if (rmdir(folder) == 0 || errno == ENOENT)
		return 0;
	return -errno;
}

/*
 * A kernel may tell of a task's death a few instructions before the task has left
 * its group, and version 1 has no event for that end.
 */
static int remove_emptied(const char *folder)
{
	enum { YIELDS = 200 };
	int error = try_remove(folder);

	for (int i = 0; i < YIELDS && error == -EBUSY; i++) {
		sched_yield();
		error = try_remove(folder);
	}
	return error;
}

int group_remove(const char *folder)
{
	int error = try_remove(folder);

	if (error != -EBUSY)
		return error;
	error = group_kill(folder);
	if (!error)
		error = wait_empty(folder);
	if (error)
		return -EBUSY;
	if (try_remove(folder) == 0)
		return 0;
	/* A program that runs under our own uid without namespaces may have made groups in it. */
	nftw(folder, remove_below, 8, FTW_DEPTH | FTW_PHYS);
	return remove_emptied(folder);
}
