/*
 * What the arguments of a blocked call stand for: paths, descriptors, signals, ranges.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "sandbox/witness_parts.h"

enum { MOST_WANTED = 64, PATH = 256 };

/*** paths ***/

/* Up to the NUL, a page at a time: the string may end just before memory that is not there. */
static bool read_string(pid_t pid, unsigned long address, char *text, size_t room)
{
	enum { PAGE = 4096 };
	size_t length = 0;

	while (length + 1 < room) {
		size_t part = PAGE - (address + length) % PAGE;

		if (part > room - 1 - length)
			part = room - 1 - length;
		if (!witness_read(pid, address + length, text + length, part))
			return false;
		if (memchr(text + length, '\0', part))
			return true;
		length += part;
	}
	text[length] = '\0';
	return true;
}

/* A path as the task itself would find it; the box has one root for all. */
static int stat_from(const struct task *task, int folder, const char *path, struct stat *ret)
{
	char whole[PATH + 64];

	if (path[0] == '/')
		snprintf(whole, sizeof(whole), "%s", path);
	else if (folder == AT_FDCWD)
		snprintf(whole, sizeof(whole), "/proc/%d/cwd/%s", task->tid, path);
	else
		snprintf(whole, sizeof(whole), "/proc/%d/fd/%d/%s", task->tid, folder, path);
	return stat(whole, ret);
}

static void put_path(FILE *out, const struct task *task, const struct folder *folder, int from,
	unsigned long address, unsigned long flags)
{
	char path[PATH];
	struct stat status = { .st_mode = 0 };

	if (!read_string(task->tid, address, path, sizeof(path)))
		return;
	stat_from(task, from, path, &status);
	fprintf(out, "path\t%d\t%lu\t%s\t%u:%u:%lu\t", task->tid, flags,
		S_ISFIFO(status.st_mode) ? "fifo" : "other", major(status.st_dev),
		minor(status.st_dev), (unsigned long)status.st_ino);
	witness_put(out, folder_inside(folder, path));
	fputc('\n', out);
}

/*** descriptors that are polled ***/

static void put_wanted(FILE *out, const struct task *task, int number, unsigned events)
{
	fprintf(out, "wants\t%d\t%d\t0x%x\n", task->tid, number, events);
}

static void write_poll(FILE *out, const struct task *task)
{
	struct pollfd polled[MOST_WANTED];
	size_t count = task->arguments[1] < MOST_WANTED ? task->arguments[1] : MOST_WANTED;

	if (!witness_read(task->tid, task->arguments[0], polled, count * sizeof(*polled)))
		return;
	for (size_t i = 0; i < count; i++)
		if (polled[i].fd >= 0)
			put_wanted(out, task, polled[i].fd, (unsigned short)polled[i].events);
}

/* The kernel reads and writes only as many words of a set as it needs. */
static void read_set(const struct task *task, unsigned long address, int most, fd_set *ret)
{
	size_t words = ((size_t)most + NFDBITS - 1) / NFDBITS;

	FD_ZERO(ret);
	if (address && !witness_read(task->tid, address, ret, words * sizeof(fd_mask)))
		FD_ZERO(ret);
}

static void write_select(FILE *out, const struct task *task)
{
	static const unsigned events[] = { POLLIN, POLLOUT, POLLPRI };
	int most = task->arguments[0] < FD_SETSIZE ? (int)task->arguments[0] : FD_SETSIZE;
	fd_set sets[3];

	for (int i = 0; i < 3; i++)
		read_set(task, task->arguments[1 + i], most, &sets[i]);
	for (int number = 0, left = MOST_WANTED; number < most && left > 0; number++) {
		unsigned wanted = 0;

		for (int i = 0; i < 3; i++)
			if (FD_ISSET(number, &sets[i]))
				wanted |= events[i];
		if (wanted) {
			put_wanted(out, task, number, wanted);
			left--;
		}
	}
}

/*** record locks ***/

static long size_of(const struct task *task, int number)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", task->tid, number);
	return stat(path, &status) == 0 ? (long)status.st_size : 0;
}

static long position_of(const struct task *task, int number)
{
	char path[64];
	long position = 0;
	FILE *info;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", task->tid, number);
	info = fopen(path, "re");
	if (info && fscanf(info, "pos: %ld", &position) != 1)
		position = 0;
	if (info)
		fclose(info);
	return position;
}

/* A length below 0 is of the bytes before the start: fcntl_locking(2). */
static void write_range(FILE *out, const struct task *task)
{
	int command = (int)task->arguments[1];
	struct flock lock;
	long first, last;

	if ((command != F_SETLKW && command != F_OFD_SETLKW) ||
		!witness_read(task->tid, task->arguments[2], &lock, sizeof(lock)))
		return;
	first = lock.l_start;
	if (lock.l_whence == SEEK_CUR)
		first += position_of(task, (int)task->arguments[0]);
	else if (lock.l_whence == SEEK_END)
		first += size_of(task, (int)task->arguments[0]);
	last = lock.l_len > 0 ? first + lock.l_len - 1 : lock.l_len < 0 ? first - 1 : -1;
	if (lock.l_len < 0)
		first += lock.l_len;
	fprintf(out, "range\t%d\t%s\t%ld\t%ld\n", task->tid,
		lock.l_type == F_RDLCK ? "READ" : "WRITE", first, last);
}

/*** addresses ***/

/* Where connect(2) goes: a path, an abstract name (told with an @), or a host and a port. */
static void put_address(FILE *out, const struct task *task, const struct folder *folder)
{
	union {
		struct sockaddr any;
		struct sockaddr_un local;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
		char room[sizeof(struct sockaddr_un) + 1];
	} to = { .room = "" };
	size_t length =
		task->arguments[2] < sizeof(to.local) ? task->arguments[2] : sizeof(to.local);
	char name[INET6_ADDRSTRLEN] = "?";

	if (!witness_read(task->tid, task->arguments[1], &to, length))
		return;
	fprintf(out, "address\t%d\t", task->tid);
	if (to.any.sa_family == AF_UNIX) {
		if (!to.local.sun_path[0])
			to.local.sun_path[0] = '@';
		witness_put(out, folder_inside(folder, to.local.sun_path));
	} else if (to.any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &to.four.sin_addr, name, sizeof(name));
		fprintf(out, "%s:%u", name, ntohs(to.four.sin_port));
	} else if (to.any.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &to.six.sin6_addr, name, sizeof(name));
		fprintf(out, "%s:%u", name, ntohs(to.six.sin6_port));
	}
	fputc('\n', out);
}

/*** signals ***/

/* rt_sigsuspend(2) takes what is blocked meanwhile, rt_sigtimedwait(2) what is waited for. */
static void write_signals(FILE *out, const struct task *task)
{
	unsigned long long mask;

	if (!witness_read(task->tid, task->arguments[0], &mask, sizeof(mask)))
		return;
	fprintf(out, "signals\t%d\t0x%llx\n", task->tid,
		task->call == SYS_rt_sigsuspend ? ~mask & task->caught : mask);
}

static void write_caught(FILE *out, const struct task *task)
{
	fprintf(out, "signals\t%d\t0x%llx\n", task->tid, task->caught);
}

/*** all of them ***/

static const struct {
	int call;
	void (*write)(FILE *out, const struct task *task);
} calls[] = {
	{ SYS_poll, write_poll },
	{ SYS_ppoll, write_poll },
	{ SYS_select, write_select },
	{ SYS_pselect6, write_select },
	{ SYS_fcntl, write_range },
	{ SYS_rt_sigsuspend, write_signals },
	{ SYS_rt_sigtimedwait, write_signals },
	{ SYS_pause, write_caught },
	{ SYS_semop, witness_write_semop },
	{ SYS_semtimedop, witness_write_semop },
	{ SYS_msgsnd, witness_write_msgsnd },
	{ SYS_msgrcv, witness_write_msgrcv },
};

void witness_write_call(FILE *out, Dwfl *dwfl, const struct task *task, const struct folder *folder)
{
	const unsigned long *arguments = task->arguments;

	if (task->call == SYS_futex)
		witness_write_futex(out, dwfl, task);
	else if (task->call == SYS_connect)
		put_address(out, task, folder);
	else if (task->call == SYS_open)
		put_path(out, task, folder, AT_FDCWD, arguments[0], arguments[1]);
	else if (task->call == SYS_openat)
		put_path(out, task, folder, (int)arguments[0], arguments[1], arguments[2]);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (calls[i].call == task->call)
			calls[i].write(out, task);
}
