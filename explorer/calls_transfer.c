/*
 * Reading and writing, also from one descriptor to another.
 *
 * A write may take a part and wait with the rest: it is made with O_NONBLOCK set
 * for so long, which nobody can notice.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "explorer/descriptor.h"
#include "explorer/raw.h"

/*** reading ***/

enum { SIGNALFD_SIZE = 128 };

static long read_by(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(call, OP_READ, key,
		descriptor_give_up_at((int)call->args[0], SO_RCVTIMEO), descriptor_try_in);

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
		descriptor_touched(call->args[1], result, SLOT_WRITE, call->place);
	return result;
}

static long on_readv(struct call *call)
{
	long result = read_by(call);

	if (!call->again)
		descriptor_touched_vector((void *)call->args[1], call->args[2], result,
			SLOT_WRITE, /* NOLINT */
			call->place);
	return result;
}

static long try_receive(struct call *call)
{
	int fd = (int)call->args[0];
	long flags = call->number == SYS_recvmsg ? call->args[2] : call->args[3];

	if (!(flags & MSG_DONTWAIT) && !descriptor_is_ready(fd, POLLIN) &&
		!descriptor_is_nonblocking(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

static long on_receive(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(call, OP_READ, key,
		descriptor_give_up_at((int)call->args[0], SO_RCVTIMEO), try_receive);

	if (result >= 0 && !call->again) {
		clock_acquire(key);
		clock_release(key);
		if (call->number == SYS_recvfrom)
			descriptor_touched(call->args[1], result, SLOT_WRITE, call->place);
	}
	return result;
}

/*** writing ***/

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
	uint64_t until = descriptor_give_up_at(fd, SO_SNDTIMEO);
	bool parts = descriptor_may_wait(fd);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	me()->descriptor = fd;
	descriptor_touched(call->args[1], (long)length, 0, call->place);
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
		if (call_interrupted(call)) {
			result = done ? 0 : -EINTR;
			call->again = !done && signals_restart(call->context);
			break;
		}
		if (!until) {
			step_wait(OP_WRITE, key);
		} else if (!step_wait_until(OP_WRITE, key, until)) {
			result = -EAGAIN;
			break;
		}
		clock_acquire(key); /* who made room */
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

	if (!descriptor_is_ready(fd, POLLOUT) && descriptor_may_wait(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

static long on_send(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);

	clock_release(key);
	return call_blocking_until(call, OP_WRITE, key,
		descriptor_give_up_at((int)call->args[0], SO_SNDTIMEO), try_out);
}

static long on_writev(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);

	clock_release(key);
	descriptor_touched_vector(
		(void *)call->args[1], call->args[2], INT32_MAX, 0, call->place); /* NOLINT */
	return call_blocking_until(call, OP_WRITE, key,
		descriptor_give_up_at((int)call->args[0], SO_SNDTIMEO), try_out);
}

/*** from descriptor to descriptor ***/

/* Both are asked; what goes into a pipe goes as far as there is room. */
static long try_between(int in, int out, struct call *call)
{
	bool parts = descriptor_may_wait(out);
	long flags, result;

	if ((!descriptor_is_ready(in, POLLIN) && !descriptor_is_nonblocking(in)) ||
		(parts && !descriptor_is_ready(out, POLLOUT)))
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

/*** looking ***/

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

const struct call_entry calls_transfer[] = {
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
	{ SYS_ioctl, on_ioctl },
	{ -1, NULL },
};
