/*
 * Opening, where a FIFO waits for its other end, and closing, which may be what somebody waits for.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "explorer/choice.h"
#include "explorer/descriptor.h"
#include "explorer/raw.h"

static bool is_fifo(const struct call *call)
{
	struct stat status;
	long error = call->number == SYS_open
			     ? raw(SYS_stat, call->args[0], &status)
			     : raw(SYS_newfstatat, call->args[0], call->args[1], &status, 0);

	return error == 0 && S_ISFIFO(status.st_mode);
}

/* A FIFO opens at once with O_NONBLOCK for reading; whether a writer is there is known then. */
static long try_open_fifo(struct call *call)
{
	int at = call->number == SYS_open ? 1 : 2;
	struct call once = *call;
	long flags = call->args[at];
	long fd;

	if ((flags & O_ACCMODE) == O_RDWR || (flags & O_NONBLOCK))
		return call_make(call);
	once.args[at] |= O_NONBLOCK;
	fd = call_make(&once);
	if (fd == -ENXIO) /* nobody has it open for reading */
		return CALL_BLOCKS;
	if (fd >= 0 && (flags & O_ACCMODE) == O_WRONLY)
		raw(SYS_fcntl, fd, F_SETFL, flags);
	return fd;
}

/*
 * pipe(7), Pipe capacity: not one that the program has set itself, and not one of packets, of
 * which each takes a page, and two are soon too few.
 */
static void make_small(int fd)
{
	enum { USUAL = 65536, SMALL = 8192 };

	if (!(ARENA->choices & CHOICE_SMALL) || (raw(SYS_fcntl, fd, F_GETFL) & O_DIRECT) ||
		raw(SYS_fcntl, fd, F_GETPIPE_SZ) != USUAL)
		return;
	if (raw(SYS_fcntl, fd, F_SETPIPE_SZ, SMALL) >= 0)
		ARENA->chosen |= CHOICE_SMALL;
}

static long on_pipe(struct call *call)
{
	const int *ends = (void *)call->args[0]; /* NOLINT */
	long result = call_make(call);

	if (result == 0)
		make_small(ends[1]); /* the one that shows O_DIRECT */
	return result;
}

/* Of an end for reading that is open with O_NONBLOCK: without a writer it is at end of file. */
static bool has_writer(int fd)
{
	int waiting = 0;
	char byte;

	raw(SYS_ioctl, fd, FIONREAD, &waiting);
	return waiting > 0 || raw(SYS_read, fd, &byte, 1) == -EAGAIN;
}

/*
 * A reader opens with O_NONBLOCK, at once, where a writer finds it; the call returns when
 * a writer has come.  They are counted, since one may have gone again.
 */
static long open_fifo(struct call *call)
{
	int at = call->number == SYS_open ? 1 : 2;
	bool reads = (call->args[at] & O_ACCMODE) == O_RDONLY && !(call->args[at] & O_NONBLOCK);
	struct masked masked = step_begin(OP_OPEN, KEY_ANYTHING, call->place);
	struct stat status;
	uint32_t writers;
	object_key key;
	long fd;

	if (call->number == SYS_open)
		raw(SYS_stat, call->args[0], &status);
	else
		raw(SYS_newfstatat, call->args[0], call->args[1], &status, 0);
	key = key_make(KEY_FD, status.st_dev, status.st_ino);
	writers = object_find(key)->count;
	while ((fd = try_open_fifo(call)) == CALL_BLOCKS) {
		if (call_interrupted(call)) {
			call->again = signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
		step_wait(OP_OPEN, key);
	}
	if (fd >= 0)
		make_small((int)fd);
	clock_release(key);
	if (fd >= 0 && (call->args[at] & O_ACCMODE) != O_RDONLY)
		object_find(key)->count++;
	schedule_acted(ARENA, key);
	while (fd >= 0 && reads && !has_writer((int)fd) && object_find(key)->count == writers) {
		if (call_interrupted(call)) {
			raw(SYS_close, fd);
			call->again = signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
		step_wait(OP_OPEN, key);
	}
	if (fd >= 0 && reads)
		raw(SYS_fcntl, fd, F_SETFL, call->args[at]);
	clock_acquire(key);
	step_end(&masked, key, fd);
	return fd;
}

static long on_open(struct call *call)
{
	long flags = call->args[call->number == SYS_open ? 1 : 2];

	if (is_fifo(call))
		return open_fifo(call);
	return flags & (O_CREAT | O_TRUNC) ? name_changed(call) : name_looked_for(call);
}

static long on_close(struct call *call)
{
	object_key key, locks;
	struct masked masked;
	long result;

	if (descriptor_is_ours(call->args[0]))
		return -EBADF;
	key = key_of_fd((int)call->args[0]);
	if (!key)
		return call_make(call);
	masked = step_begin(OP_CLOSE, key, call->place);
	clock_release(key);
	/* Record locks go with any descriptor of the file, flock(2)'s with the last one. */
	locks = descriptor_locks((int)call->args[0]);
	clock_release(locks);
	result = call_make(call);
	schedule_acted(ARENA, locks);
	step_end(&masked, key, result);
	return result;
}

static long on_close_range(struct call *call)
{
	unsigned first = (unsigned)call->args[0], last = (unsigned)call->args[1];
	struct masked masked = step_begin(OP_CLOSE, KEY_ANYTHING, call->place);
	long result = 0;

	/* Around ours. */
	if (first < ARENA_FD)
		result = raw(SYS_close_range, first, last < ARENA_FD ? last : ARENA_FD - 1,
			call->args[2]);
	if (result == 0 && last > ARENA_ORDERS_FD)
		result = raw(SYS_close_range, first > ARENA_ORDERS_FD ? first : ARENA_ORDERS_FD + 1,
			last, call->args[2]);
	step_end(&masked, KEY_ANYTHING, result);
	return result;
}

static long on_dup(struct call *call)
{
	struct masked masked;
	object_key key;
	long result;

	if (descriptor_is_ours(call->args[0]) || descriptor_is_ours(call->args[1]))
		return -EBADF;
	key = key_of_fd((int)call->args[1]);
	if (call->number == SYS_dup || !key || call->args[0] == call->args[1])
		return call_make(call);
	masked = step_begin(OP_CLOSE, key, call->place); /* what was open there is closed */
	clock_release(key);
	result = call_make(call);
	step_end(&masked, key, result);
	return result;
}

const struct call_entry calls_open[] = {
	{ SYS_pipe, on_pipe },
	{ SYS_pipe2, on_pipe },
	{ SYS_open, on_open },
	{ SYS_openat, on_open },
	{ SYS_close, on_close },
	{ SYS_close_range, on_close_range },
	{ SYS_dup, on_dup },
	{ SYS_dup2, on_dup },
	{ SYS_dup3, on_dup },
	{ -1, NULL },
};
