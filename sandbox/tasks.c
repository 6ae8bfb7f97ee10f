#include "sandbox/tasks.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/memory.h"
#include "sandbox/sockets.h"
#include "sandbox/task_text.h"
#include "sandbox/timers.h"

/* Reads a small file of /proc into text, NUL-terminated; its length or a negative errno. */
static ssize_t read_small(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -errno;
	length = read(fd, text, room - 1);
	if (length < 0)
		length = -errno;
	else
		text[length] = '\0';
	close(fd);
	return length;
}

int task_read(pid_t tgid, pid_t tid, struct task *ret)
{
	char path[64];
	char text[4096];
	ssize_t length;
	struct task task = { .tid = tid, .tgid = tgid, .call = -1 };

	/* The call first: only so do two samples prove that the task slept in between. */
	snprintf(path, sizeof(path), "/proc/%d/task/%d/syscall", tgid, tid);
	length = read_small(path, text, sizeof(text));
	if (length > 0)
		task_text_syscall(text, &task);
	task.hidden = length == -EPERM || length == -EACCES;
	snprintf(path, sizeof(path), "/proc/%d/task/%d/status", tgid, tid);
	if (read_small(path, text, sizeof(text)) <= 0)
		return -ESRCH;
	task_text_status(text, &task);
	*ret = task;
	return 0;
}

/*** calls with a time-out ***/

enum timeout { TIMEOUT_ALWAYS, TIMEOUT_MILLISECONDS, TIMEOUT_POINTER };

/* Which argument of a blocking call is its time-out: the system calls' man pages. */
static const struct timed_call {
	int call;
	enum timeout kind;
	int argument;
} timed_calls[] = {
	{ SYS_nanosleep, TIMEOUT_ALWAYS, 0 },
	{ SYS_clock_nanosleep, TIMEOUT_ALWAYS, 0 },
	/* A sleep, poll or futex that a stop interrupted; only timed ones restart so. */
	{ SYS_restart_syscall, TIMEOUT_ALWAYS, 0 },
	{ SYS_close, TIMEOUT_ALWAYS, 0 }, /* SO_LINGER: socket(7) */
	{ SYS_poll, TIMEOUT_MILLISECONDS, 2 },
	{ SYS_epoll_wait, TIMEOUT_MILLISECONDS, 3 },
	{ SYS_epoll_pwait, TIMEOUT_MILLISECONDS, 3 },
	{ SYS_epoll_pwait2, TIMEOUT_POINTER, 3 },
	{ SYS_ppoll, TIMEOUT_POINTER, 2 },
	{ SYS_select, TIMEOUT_POINTER, 4 },
	{ SYS_pselect6, TIMEOUT_POINTER, 4 },
	{ SYS_futex, TIMEOUT_POINTER, 3 },
	{ SYS_rt_sigtimedwait, TIMEOUT_POINTER, 2 },
	{ SYS_semtimedop, TIMEOUT_POINTER, 3 },
	{ SYS_mq_timedsend, TIMEOUT_POINTER, 4 },
	{ SYS_mq_timedreceive, TIMEOUT_POINTER, 4 },
	{ SYS_recvmmsg, TIMEOUT_POINTER, 4 },
};

bool task_has_timeout(const struct task *task)
{
	for (size_t i = 0; i < sizeof(timed_calls) / sizeof(*timed_calls); i++) {
		const struct timed_call *c = &timed_calls[i];

		if (c->call != task->call)
			continue;
		if (c->kind == TIMEOUT_MILLISECONDS)
			return (int)task->arguments[c->argument] >= 0;
		if (c->kind == TIMEOUT_ALWAYS || task->arguments[c->argument] != 0)
			return true;
	}
	return socket_has_timeout(task);
}

/*** timers that no call shows ***/

static bool timerfd_armed(pid_t tgid, const char *fd)
{
	char path[300];
	char text[512];

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", tgid, fd);
	return read_small(path, text, sizeof(text)) > 0 && task_text_timer_armed(text);
}

/* Whether a descriptor stands for a clock of its own: a timer that is set, TCP under way. */
static bool is_ticking(pid_t tgid, const char *fd, const char *target)
{
	if (strcmp(target, "anon_inode:[timerfd]") == 0)
		return timerfd_armed(tgid, fd);
	return strncmp(target, "socket:[", strlen("socket:[")) == 0 &&
	       socket_is_busy(tgid, atoi(fd));
}

static bool has_ticking_fd(pid_t tgid)
{
	char path[64];
	char link[512];
	char target[64];
	bool ticks = false;
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", tgid);
	dir = opendir(path);
	while (dir && !ticks && (entry = readdir(dir))) {
		ssize_t length;

		snprintf(link, sizeof(link), "%s/%s", path, entry->d_name);
		length = readlink(link, target, sizeof(target) - 1);
		if (length <= 0)
			continue;
		target[length] = '\0';
		ticks = is_ticking(tgid, entry->d_name, target);
	}
	if (dir)
		closedir(dir);
	return ticks;
}

/*** all tasks ***/

/* Listed, and gone: without this a child that lives for a moment could be missed twice. */
static int visit_vanished(pid_t pid, int (*visit)(const struct task *, void *), void *data)
{
	const struct task task = { .tid = pid, .tgid = 0, .state = 'R', .call = -1 };

	return visit(&task, data);
}

static int each_thread(pid_t tgid, int (*visit)(const struct task *, void *), void *data)
{
	char path[64];
	struct dirent *entry;
	bool any = false;
	int result = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", tgid);
	dir = opendir(path);
	while (dir && result == 0 && (entry = readdir(dir))) {
		struct task task;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		any = true;
		if (task_read(tgid, atoi(entry->d_name), &task) == 0)
			result = visit(&task, data);
		else
			result = visit_vanished(tgid, visit, data);
	}
	if (dir)
		closedir(dir);
	/* Gone before its folder was opened, or read. */
	return any ? result : visit_vanished(tgid, visit, data);
}

/* 1, or the process whose descendants the box's tasks are. */
static pid_t belongs_to = 1;

void tasks_belong_to(pid_t init)
{
	belongs_to = init;
}

static ssize_t read_children(pid_t pid, pid_t tid, char *text, size_t room)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, tid);
	return read_small(path, text, room);
}

bool tasks_can_be_found(void)
{
	char text[64];

	return read_children(getpid(), getpid(), text, sizeof(text)) >= 0;
}

static int descend(pid_t pid, int (*visit)(const struct task *, void *), void *data);

/* What is below a child, then its own threads. The witness is a child too, but not the box's. */
static int visit_children(const char *list, int (*visit)(const struct task *, void *), void *data)
{
	int result = 0;
	char *rest;

	for (pid_t child; result == 0 && (child = (pid_t)strtol(list, &rest, 10)) > 0;
		list = rest) {
		if (child == getpid())
			continue;
		result = descend(child, visit, data);
		if (result == 0)
			result = each_thread(child, visit, data);
	}
	return result;
}

/*
 * All below a process, each after its own children: a parent that is asleep when
 * it is read had, while its children were listed, none that it knows to be gone.
 * One whose parent dies meanwhile is found in the next walk only, but then its
 * parent is missed in that one: the signature differs.
 */
static int descend(pid_t pid, int (*visit)(const struct task *, void *), void *data)
{
	enum { ROOM = 16 << 10 };
	char path[64];
	struct dirent *entry;
	int result = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	while (dir && result == 0 && (entry = readdir(dir))) {
		char *list = isdigit((unsigned char)entry->d_name[0]) ? malloc(ROOM) : NULL;

		if (list && read_children(pid, atoi(entry->d_name), list, ROOM) > 0)
			result = visit_children(list, visit, data);
		free(list);
	}
	if (dir)
		closedir(dir);
	return result;
}

int tasks_each(int (*visit)(const struct task *, void *), void *data)
{
	struct dirent *entry;
	int result = 0;
	DIR *dir;

	if (belongs_to != 1)
		return descend(belongs_to, visit, data);
	dir = opendir("/proc");
	if (!dir)
		return -errno;
	while (result == 0 && (entry = readdir(dir))) {
		pid_t pid = isdigit((unsigned char)entry->d_name[0]) ? atoi(entry->d_name) : 0;

		if (pid > 1 && pid != getpid())
			result = each_thread(pid, visit, data);
	}
	closedir(dir);
	return result;
}

static int is_that(const struct task *task, void *data)
{
	return task->tgid == *(const pid_t *)data;
}

bool tasks_has(pid_t pid)
{
	return tasks_each(is_that, &pid) == 1;
}

/* CPU time of the process and of the children that it waited for. */
static int64_t process_cpu_us(pid_t pid)
{
	char path[64];
	char text[1024];

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (read_small(path, text, sizeof(text)) <= 0)
		return 0;
	return (int64_t)task_text_ticks(text) * 1000000 / sysconf(_SC_CLK_TCK);
}

static void mix(uint64_t *hash, uint64_t value)
{
	/* FNV-1a over eight bytes at once. */
	*hash = (*hash ^ value) * 0x100000001b3ULL;
	*hash ^= *hash >> 29;
}

static bool blocked_for_others(const struct task *task)
{
	if (task->pending && task->state != 'T')
		return false;
	if (task->state == 'T' || task->state == 't')
		return true;
	/*
	 * vfork's parent sleeps uninterruptibly until its child execs or ends.  Any other
	 * fork may sleep so for a moment too, while a control group is being changed.
	 */
	if (task->state == 'D')
		return task->call == SYS_vfork ||
		       (task->call == SYS_clone && (task->arguments[0] & CLONE_VFORK));
	if (task->state == 'S' && task->hidden)
		return true;
	return task->state == 'S' && task->call >= 0;
}

/* Bytes that the process has read and written so far, by any descriptor but a socket's. */
static uint64_t process_bytes(pid_t pid)
{
	char path[64];
	char text[512];

	snprintf(path, sizeof(path), "/proc/%d/io", pid);
	return read_small(path, text, sizeof(text)) > 0 ? task_text_bytes(text) : 0;
}

struct count {
	const struct tasks_question *question;
	struct wire_sample sample;
	pid_t seen; /* the process whose memory and timers were counted last */
};

/*
 * What belongs to a process is counted with the first of its threads that lives:
 * the leader may have ended before the others, and then shows nothing.
 */
static bool is_first_alive(struct count *counting, const struct task *task)
{
	if (task->tgid == 0 || task->tgid == counting->seen)
		return false;
	counting->seen = task->tgid;
	return true;
}

static void count_process(struct count *counting, const struct task *task)
{
	struct wire_sample *sample = &counting->sample;

	sample->cpu_us += process_cpu_us(task->tgid);
	if (counting->question->progress)
		mix(&sample->progress, process_bytes(task->tgid));
}

static void count_living(struct count *counting, const struct task *task)
{
	struct wire_sample *sample = &counting->sample;
	bool first = is_first_alive(counting, task);

	sample->tasks++;
	if (first)
		sample->memory_kib += (uint64_t)task->memory_kib;
	if (!blocked_for_others(task))
		sample->busy++;
	else if (task->hidden || (task->state != 'T' && task_has_timeout(task)) ||
		 (first && has_ticking_fd(task->tgid)))
		sample->timed++;
	else if ((counting->question->handlers_tell && timers_suspected(task)) ||
		 (first && timers_has_posix(task->tgid)))
		sample->suspects++;
}

static int count(const struct task *task, void *data)
{
	struct count *counting = data;
	struct wire_sample *sample = &counting->sample;

	mix(&sample->signature, (uint64_t)task->tid << 8 | (unsigned char)task->state);
	mix(&sample->signature, task->switches);
	mix(&sample->signature, (uint64_t)task->call);
	mix(&sample->progress, (uint64_t)task->tid);
	mix(&sample->progress, task->sleeps);
	if (task->tid == task->tgid)
		count_process(counting, task);
	if (task->state != 'Z' && task->state != 'X')
		count_living(counting, task);
	return 0;
}

/*
 * A task that ends is a zombie before its parent is woken, but both within one
 * hold of the kernel's lock over all tasks: asking for children waits for that
 * lock, so whoever was a zombie in the last sample has woken its parent by now.
 */
static void let_deaths_be_told(void)
{
	siginfo_t none;

	waitid(P_ALL, 0, &none, WEXITED | WNOHANG | WNOWAIT);
}

/*
 * The number that was given to a task last, in a PID namespace of our own: none
 * that was born and has gone between two samples is missed.  0 without one, where
 * the host's other processes count along.
 */
static uint64_t youngest_task(void)
{
	char text[128];

	if (belongs_to != 1 || read_small("/proc/loadavg", text, sizeof(text)) <= 0)
		return 0;
	return task_text_youngest(text);
}

void tasks_sample(const struct tasks_question *question, struct wire_sample *ret)
{
	struct count counting = {
		.question = question,
		.sample = { .signature = 0xcbf29ce484222325ULL, .cpu_us = question->reaped_us },
	};

	/* A task that waits for init to answer a denied call looks blocked, and is not. */
	mix(&counting.sample.signature, question->acts);
	let_deaths_be_told();
	mix(&counting.sample.signature, youngest_task());
	tasks_each(count, &counting);
	/*
	 * A timer that goes off after its task was read, and before the timer is, leaves a task
	 * that looks blocked for good: only a sample after one without timers, too, says that.
	 */
	mix(&counting.sample.signature, counting.sample.timed);
	memory_look(question->memory_limit_kib, question->segments, &counting.sample.memory_kib);
	*ret = counting.sample;
}

struct children {
	pid_t parent;
	pid_t *list;
	size_t count, room;
};

static int collect_child(const struct task *task, void *data)
{
	struct children *children = data;

	if (task->tid == task->tgid && task->ppid == children->parent && task->state != 'Z' &&
		children->count < children->room)
		children->list[children->count++] = task->tgid;
	return 0;
}

static int by_pid(const void *a, const void *b)
{
	pid_t x = *(const pid_t *)a, y = *(const pid_t *)b;

	return (x > y) - (x < y);
}

size_t tasks_children(pid_t parent, pid_t *ret, size_t room)
{
	struct children children = { .parent = parent, .list = ret, .room = room };

	tasks_each(collect_child, &children);
	qsort(ret, children.count, sizeof(*ret), by_pid);
	return children.count;
}
