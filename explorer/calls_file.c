/*
 * Descriptors: reading and writing, opening and closing, waiting for readiness,
 * and locks on files.
 *
 * Whether a call would block is asked by poll(2): nobody else runs, so the answer
 * holds until the call is made.  A write may take a part and wait with the rest: it is
 * made with O_NONBLOCK set for so long, which nobody can notice either.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "explorer/calls.h"
#include "explorer/raw.h"
#include "explorer/virtual_clock.h"

static bool is_ours(long fd)
{
	return fd >= ARENA_FD && fd <= ARENA_ORDERS_FD;
}

static bool is_ready(int fd, short events)
{
	static const struct timespec none;
	struct pollfd polled = { .fd = fd, .events = events };
	long count = raw(SYS_ppoll, &polled, 1, &none, 0, 8);

	return count != 0; /* an error is the call's to tell */
}

static bool nonblocking(int fd)
{
	long flags = raw(SYS_fcntl, fd, F_GETFL);

	return flags < 0 || (flags & O_NONBLOCK);
}

/* What is made of it in memory by the kernel is an access too. */
static void touched(long address, long length, unsigned how, uint64_t place)
{
	if (length > 0 && ARENA->races)
		shadow_access((uint64_t)address, (uint64_t)length, how, place);
}

static void touched_vector(
	const struct iovec *vector, long count, long length, unsigned how, uint64_t place)
{
	for (long i = 0; i < count && length > 0; i++) {
		long part = (long)vector[i].iov_len < length ? (long)vector[i].iov_len : length;

		touched((long)vector[i].iov_base, part, how, place);
		length -= part;
	}
}

/* When a wait on a socket is given up: SO_RCVTIMEO, SO_SNDTIMEO of socket(7). 0: never. */
static uint64_t give_up_at(int fd, int option)
{
	struct timeval time = { 0 };
	int length = sizeof(time);

	if (raw(SYS_getsockopt, fd, SOL_SOCKET, option, &time, &length) < 0 ||
		(time.tv_sec == 0 && time.tv_usec == 0))
		return 0;
	return ARENA->now_ns + (uint64_t)time.tv_sec * 1000000000ULL +
	       (uint64_t)time.tv_usec * 1000;
}

/*** reading ***/

static long try_in(struct call *call)
{
	int fd = (int)call->args[0];

	if (!is_ready(fd, POLLIN) && !nonblocking(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

enum { SIGNALFD_SIZE = 128 };

static long read_by(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(
		call, OP_READ, key, give_up_at((int)call->args[0], SO_RCVTIMEO), try_in);

	/* Of a signalfd(2), perhaps: it shares its inode with others that are no files. */
	if (result > 0 && result % SIGNALFD_SIZE == 0)
		clock_join(&me()->clock, &our_process()->signals);
	/* What is read may be what the writer waited for room for. */
	if (result >= 0 && !call->again) {
		clock_acquire(key);
		clock_release(key);
	}
	return result;
}

static long on_read(struct call *call)
{
	long result = read_by(call);

	if (!call->again)
		touched(call->args[1], result, SLOT_WRITE, call->place);
	return result;
}

static long on_readv(struct call *call)
{
	long result = read_by(call);

	if (!call->again)
		touched_vector((void *)call->args[1], call->args[2], result,
			SLOT_WRITE, /* NOLINT */
			call->place);
	return result;
}

static long try_receive(struct call *call)
{
	int fd = (int)call->args[0];
	long flags = call->number == SYS_recvmsg ? call->args[2] : call->args[3];

	if (!(flags & MSG_DONTWAIT) && !is_ready(fd, POLLIN) && !nonblocking(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

static long on_receive(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(
		call, OP_READ, key, give_up_at((int)call->args[0], SO_RCVTIMEO), try_receive);

	if (result >= 0 && !call->again) {
		clock_acquire(key);
		clock_release(key);
		if (call->number == SYS_recvfrom)
			touched(call->args[1], result, SLOT_WRITE, call->place);
	}
	return result;
}

/*** writing ***/

static bool may_wait(int fd)
{
	struct stat status;

	return raw(SYS_fstat, fd, &status) == 0 &&
	       (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) && !nonblocking(fd);
}

/* One go at it, which takes what there is room for. */
static long write_some(int fd, const void *from, size_t length)
{
	long flags = raw(SYS_fcntl, fd, F_GETFL);
	long result;

	raw(SYS_fcntl, fd, F_SETFL, flags | O_NONBLOCK);
	result = raw(SYS_write, fd, from, length);
	raw(SYS_fcntl, fd, F_SETFL, flags);
	return result == -EAGAIN ? CALL_BLOCKS : result;
}

static long on_write(struct call *call)
{
	int fd = (int)call->args[0];
	const char *from = (const char *)call->args[1]; /* NOLINT */
	size_t length = (size_t)call->args[2], done = 0;
	object_key key = key_of_fd(fd);
	struct masked masked = step_begin(OP_WRITE, key, call->place);
	uint64_t until = give_up_at(fd, SO_SNDTIMEO);
	bool parts = may_wait(fd);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	me()->descriptor = fd;
	touched(call->args[1], (long)length, 0, call->place);
	for (;;) {
		clock_release(key);
		result = parts ? write_some(fd, from + done, length - done) : call_make(call);
		if (result > 0)
			done += (size_t)result;
		if (result != CALL_BLOCKS && (result <= 0 || done >= length || !parts))
			break;
		if (result > 0) {
			schedule_acted(ARENA, key);
			continue;
		}
		if (!until) {
			step_wait(OP_WRITE, key);
		} else if (!step_wait_until(OP_WRITE, key, until)) {
			result = -EAGAIN;
			break;
		}
		clock_acquire(key); /* who made room */
		if (call_interrupted(call)) {
			result = done ? 0 : -EINTR;
			call->again = !done && signals_restart(call->context);
			break;
		}
	}
	if (result == -EPIPE) /* the reader's end is known */
		clock_acquire(key);
	if (result >= 0 || done)
		result = (long)done;
	if (result == -EAGAIN)
		step_asked(&masked, result);
	else
		step_end(&masked, key, result);
	return call->again ? 0 : result;
}

/* The others are made whole, once there is room: what does not fit then is a part, as it may be. */
static long try_out(struct call *call)
{
	int fd = (int)call->args[0];

	if (!is_ready(fd, POLLOUT) && may_wait(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

static long on_send(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);

	clock_release(key);
	return call_blocking_until(
		call, OP_WRITE, key, give_up_at((int)call->args[0], SO_SNDTIMEO), try_out);
}

static long on_writev(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);

	clock_release(key);
	touched_vector(
		(void *)call->args[1], call->args[2], INT32_MAX, 0, call->place); /* NOLINT */
	return call_blocking_until(
		call, OP_WRITE, key, give_up_at((int)call->args[0], SO_SNDTIMEO), try_out);
}

/*** from descriptor to descriptor ***/

/* Both are asked; what goes into a pipe goes as far as there is room. */
static long try_between(int in, int out, struct call *call)
{
	bool parts = may_wait(out);
	long flags, result;

	if ((!is_ready(in, POLLIN) && !nonblocking(in)) || (parts && !is_ready(out, POLLOUT)))
		return CALL_BLOCKS;
	flags = raw(SYS_fcntl, out, F_GETFL);
	if (parts)
		raw(SYS_fcntl, out, F_SETFL, flags | O_NONBLOCK);
	result = call_make(call);
	if (parts)
		raw(SYS_fcntl, out, F_SETFL, flags);
	return result == -EAGAIN && parts ? CALL_BLOCKS : result;
}

static long try_sendfile(struct call *call)
{
	return try_between((int)call->args[1], (int)call->args[0], call);
}

static long try_splice(struct call *call)
{
	struct call once = *call;

	once.args[5] |= SPLICE_F_NONBLOCK;
	return try_between((int)call->args[0], (int)call->args[2], &once);
}

static long try_tee(struct call *call)
{
	struct call once = *call;

	once.args[3] |= SPLICE_F_NONBLOCK;
	return try_between((int)call->args[0], (int)call->args[1], &once);
}

static long between(struct call *call, long in, long out, call_handler *try)
{
	object_key from = key_of_fd((int)in), to = key_of_fd((int)out);
	long result;

	clock_release(to);
	/* Either end may be what it waits for. */
	result = call_blocking(call, OP_WRITE, KEY_ANYTHING, try);
	if (result > 0 && !call->again) {
		clock_acquire(from);
		clock_release(from);
		clock_release(to);
	}
	return result;
}

static long on_sendfile(struct call *call)
{
	return between(call, call->args[1], call->args[0], try_sendfile);
}

static long on_splice(struct call *call)
{
	return between(call, call->args[0], call->args[2], try_splice);
}

static long on_tee(struct call *call)
{
	return between(call, call->args[0], call->args[1], try_tee);
}

/*** opening and closing ***/

static object_key lock_key(int fd)
{
	struct stat status;

	if (raw(SYS_fstat, fd, &status) < 0)
		return 0;
	return key_make(KEY_LOCKS, status.st_dev, status.st_ino);
}

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
		step_wait(OP_OPEN, key);
		if (call_interrupted(call)) {
			call->again = signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
	}
	clock_release(key);
	if (fd >= 0 && (call->args[at] & O_ACCMODE) != O_RDONLY)
		object_find(key)->count++;
	schedule_acted(ARENA, key);
	while (fd >= 0 && reads && !has_writer((int)fd) && object_find(key)->count == writers) {
		step_wait(OP_OPEN, key);
		if (call_interrupted(call)) {
			raw(SYS_close, fd);
			call->again = signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
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

	if (is_ours(call->args[0]))
		return -EBADF;
	key = key_of_fd((int)call->args[0]);
	if (!key)
		return call_make(call);
	masked = step_begin(OP_CLOSE, key, call->place);
	clock_release(key);
	/* Record locks go with any descriptor of the file, flock(2)'s with the last one. */
	locks = lock_key((int)call->args[0]);
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

	if (is_ours(call->args[0]) || is_ours(call->args[1]))
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

/*** sockets ***/

static long on_accept(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(
		call, OP_ACCEPT, key, give_up_at((int)call->args[0], SO_RCVTIMEO), try_in);

	if (result >= 0 && !call->again)
		clock_acquire(key);
	return result;
}

/* unix(7): it waits while the server's queue is full, and that is told by EAGAIN. */
static long try_connect(struct call *call)
{
	long fd = call->args[0], flags, result;
	int domain = 0, length = sizeof(domain);

	raw(SYS_getsockopt, fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
	if (domain != AF_UNIX || nonblocking((int)fd))
		return call_make(call);
	flags = raw(SYS_fcntl, fd, F_GETFL);
	raw(SYS_fcntl, fd, F_SETFL, flags | O_NONBLOCK);
	result = call_make(call);
	raw(SYS_fcntl, fd, F_SETFL, flags);
	return result == -EAGAIN ? CALL_BLOCKS : result;
}

static long on_connect(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result;

	clock_release(key);
	result = call_blocking_until(
		call, OP_CONNECT, key, give_up_at((int)call->args[0], SO_SNDTIMEO), try_connect);
	/* Whether somebody listens is known now. */
	if (!call->again)
		clock_acquire(key);
	return result;
}

/* From now on others find it: bind(2), listen(2). */
static long on_listen(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	struct masked masked = step_begin(OP_OTHER, key, call->place);
	long result;

	clock_release(key);
	result = call_make(call);
	step_end(&masked, key, result);
	return result;
}

static long on_shutdown(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	struct masked masked = step_begin(OP_CLOSE, key, call->place);
	long result;

	clock_release(key);
	result = call_make(call);
	step_end(&masked, key, result);
	return result;
}

/*** readiness ***/

/* Whose readiness was seen is known to us: all that anybody did to any of them. */
static void acquire_all(const struct pollfd *polled, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (polled[i].revents)
			clock_acquire(key_of_fd(polled[i].fd));
}

static uint64_t until_after(const struct timespec *timeout)
{
	return timeout ? ARENA->now_ns + virtual_ns(timeout) : 0;
}

/* All of these look without waiting, again and again while others act. */
static long look_until(struct call *call, const struct timespec *timeout, call_handler *look)
{
	struct masked masked = step_begin(OP_POLL, KEY_ANYTHING, call->place);
	uint64_t until = until_after(timeout);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	while ((result = look(call)) == 0) {
		if (!timeout)
			step_wait(OP_POLL, KEY_ANYTHING);
		else if (!step_wait_until(OP_POLL, KEY_ANYTHING, until))
			break;
		if (call_interrupted(call)) {
			result = -EINTR;
			break;
		}
	}
	if (result == 0)
		step_asked(&masked, result);
	else
		step_end(&masked, 0, result);
	return result;
}

static long look_poll(struct call *call)
{
	static const struct timespec none;
	long count = raw(SYS_ppoll, call->args[0], call->args[1], &none, 0, 8);

	if (count > 0)
		acquire_all((void *)call->args[0], (size_t)call->args[1]); /* NOLINT */
	return count;
}

static struct timespec of_milliseconds(long ms)
{
	return (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
}

static long on_poll(struct call *call)
{
	struct timespec timeout = of_milliseconds((int)call->args[2]);

	return look_until(call, (int)call->args[2] < 0 ? NULL : &timeout, look_poll);
}

static long on_ppoll(struct call *call)
{
	return look_until(call, (void *)call->args[2], look_poll); /* NOLINT */
}

/* The sets say what was asked, and then what was found: asked of copies. */
static long look_select(struct call *call)
{
	static const struct timespec none;
	size_t size = (size_t)(call->args[0] + 63) / 64 * 8;
	fd_set sets[3];
	void *given[3] = { NULL, NULL, NULL };
	long count;

	for (int i = 0; i < 3; i++)
		if (call->args[1 + i]) {
			copy(&sets[i], (const void *)call->args[1 + i], size); /* NOLINT */
			given[i] = &sets[i];
		}
	count = raw(SYS_pselect6, call->args[0], given[0], given[1], given[2], &none, 0);
	if (count == 0)
		return 0;
	for (int i = 0; i < 3 && count > 0; i++) {
		for (int fd = 0; given[i] && fd < (int)call->args[0]; fd++)
			if (FD_ISSET(fd, &sets[i]))
				clock_acquire(key_of_fd(fd));
		if (given[i])
			copy((void *)call->args[1 + i], &sets[i], size); /* NOLINT */
	}
	return count;
}

static long clear_sets(struct call *call, long result)
{
	size_t size = (size_t)(call->args[0] + 63) / 64 * 8;

	for (int i = 1; i <= 3 && result == 0 && !call->again; i++)
		if (call->args[i])
			zero((void *)call->args[i], size); /* NOLINT */
	return result;
}

static long on_select(struct call *call)
{
	const struct timeval *given = (void *)call->args[4]; /* NOLINT */
	struct timespec timeout = { 0 };

	if (call->args[0] < 0 || call->args[0] > FD_SETSIZE)
		return -EINVAL;
	if (given)
		timeout = (struct timespec){ given->tv_sec, given->tv_usec * 1000 };
	return clear_sets(call, look_until(call, given ? &timeout : NULL, look_select));
}

static long on_pselect(struct call *call)
{
	if (call->args[0] < 0 || call->args[0] > FD_SETSIZE)
		return -EINVAL;
	return clear_sets(call, look_until(call, (void *)call->args[4], look_select)); /* NOLINT */
}

/* Which of them were ready is not told by number: everything is known to us then. */
static long look_epoll(struct call *call)
{
	long count = raw(SYS_epoll_wait, call->args[0], call->args[1], call->args[2], 0);

	if (count > 0)
		clock_join(&me()->clock, &ARENA->ended);
	if (count > 0)
		for (unsigned i = 0; i < ARENA->objects_count; i++)
			if (key_kind(ARENA->objects[i].key) == KEY_FD ||
				key_kind(ARENA->objects[i].key) == KEY_SOCKETS)
				clock_join(&me()->clock, &ARENA->objects[i].clock);
	return count;
}

static long on_epoll(struct call *call)
{
	struct timespec timeout = of_milliseconds((int)call->args[3]);

	return look_until(call, (int)call->args[3] < 0 ? NULL : &timeout, look_epoll);
}

/*** locks ***/

static long lock_by(struct call *call, bool unlocks, bool waits, call_handler *try)
{
	object_key key = lock_key((int)call->args[0]);
	struct masked masked = step_begin(OP_FILE_LOCK, key, call->place);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	if (unlocks)
		clock_release(key);
	while ((result = try(call)) == -EAGAIN && waits) {
		step_wait(OP_FILE_LOCK, key);
		if (call_interrupted(call)) {
			call->again = signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
	}
	if (result < 0) {
		step_asked(&masked, result);
		return result;
	}
	if (!unlocks)
		clock_acquire(key);
	step_end(&masked, key, result);
	return result;
}

static long try_flock(struct call *call)
{
	return raw(SYS_flock, call->args[0], call->args[1] | LOCK_NB);
}

static long on_flock(struct call *call)
{
	return lock_by(
		call, (call->args[1] & ~LOCK_NB) == LOCK_UN, !(call->args[1] & LOCK_NB), try_flock);
}

static long try_record_lock(struct call *call)
{
	long command = call->args[1] == F_SETLKW       ? F_SETLK
		       : call->args[1] == F_OFD_SETLKW ? F_OFD_SETLK
						       : call->args[1];
	long result = raw(SYS_fcntl, call->args[0], command, call->args[2]);

	return result == -EACCES ? -EAGAIN : result;
}

static long on_fcntl(struct call *call)
{
	const struct flock *lock = (void *)call->args[2]; /* NOLINT */

	if (is_ours(call->args[0]))
		return -EBADF;
	switch (call->args[1]) {
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return lock_by(call, lock->l_type == F_UNLCK,
			call->args[1] == F_SETLKW || call->args[1] == F_OFD_SETLKW,
			try_record_lock);
	default:
		return call_make(call);
	}
}

/* How much there is to be read, which somebody has written. */
static long on_ioctl(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	struct masked masked;
	long result;

	if (call->args[1] != FIONREAD || !key)
		return call_make(call);
	masked = step_begin(OP_POLL, key, call->place);
	result = call_make(call);
	clock_acquire(key);
	step_asked(&masked, result);
	return result;
}

const struct call_entry calls_file[] = {
	{ SYS_read, on_read },
	{ SYS_readv, on_readv },
	{ SYS_recvfrom, on_receive },
	{ SYS_recvmsg, on_receive },
	{ SYS_write, on_write },
	{ SYS_writev, on_writev },
	{ SYS_sendto, on_send },
	{ SYS_sendmsg, on_send },
	{ SYS_pread64, read_by },
	{ SYS_pwrite64, on_send },
	{ SYS_sendfile, on_sendfile },
	{ SYS_splice, on_splice },
	{ SYS_tee, on_tee },
	{ SYS_open, on_open },
	{ SYS_openat, on_open },
	{ SYS_close, on_close },
	{ SYS_close_range, on_close_range },
	{ SYS_dup, on_dup },
	{ SYS_dup2, on_dup },
	{ SYS_dup3, on_dup },
	{ SYS_accept, on_accept },
	{ SYS_accept4, on_accept },
	{ SYS_connect, on_connect },
	{ SYS_bind, on_listen },
	{ SYS_listen, on_listen },
	{ SYS_shutdown, on_shutdown },
	{ SYS_poll, on_poll },
	{ SYS_ppoll, on_ppoll },
	{ SYS_select, on_select },
	{ SYS_pselect6, on_pselect },
	{ SYS_epoll_wait, on_epoll },
	{ SYS_epoll_pwait, on_epoll },
	{ SYS_ioctl, on_ioctl },
	{ SYS_flock, on_flock },
	{ SYS_fcntl, on_fcntl },
	{ -1, NULL },
};
