/*
 * Writing and sending.
 *
 * A write may take a part and wait with the rest: it is made with O_NONBLOCK set
 * for so long, which nobody can notice.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>

#include "explorer/descriptor.h"
#include "explorer/outside.h"
#include "explorer/parts.h"
#include "explorer/raw.h"

/* A write while it is made. */
struct outgoing {
	struct call *call;
	int fd;
	object_key key;
	const struct iovec *vector;
	long count;
	size_t length, done;
	bool waits; /* for room: a pipe or socket without O_NONBLOCK */
	uint64_t until; /* at the latest; 0: for ever */
};

/* One go at it, as it stands where it is whole: what a pipe takes at once is not taken apart. */
static long make_whole_or_part(const struct outgoing *out, size_t part)
{
	struct iovec window[PARTS_WINDOW];

	if (part == out->length)
		return call_make(out->call);
	return raw(SYS_writev, out->fd, window,
		parts_of_vector(window, out->vector, out->count, out->done, part));
}

/* It takes what there is room for; a part of that is where others may come in between. */
static long write_some(struct outgoing *out)
{
	size_t left = out->length - out->done;
	size_t part = parts_to_write(out->fd, left, out->length, out->waits);
	long flags, result;

	if (!out->waits)
		return make_whole_or_part(out, part);
	flags = raw(SYS_fcntl, out->fd, F_GETFL);
	raw(SYS_fcntl, out->fd, F_SETFL, flags | O_NONBLOCK);
	result = make_whole_or_part(out, part);
	raw(SYS_fcntl, out->fd, F_SETFL, flags);
	if (result > 0 && part < left)
		step_part(OP_WRITE, out->key, result);
	self.cut = 0;
	return result == -EAGAIN ? CALL_BLOCKS : result;
}

/* Goes on once there may be room. False: it is given up, or a signal ends it, as `ret` says. */
static bool wait_for_room(struct outgoing *out, long *ret)
{
	if (call_interrupted(out->call)) {
		*ret = out->done ? 0 : -EINTR;
		out->call->again = !out->done && signals_restart(out->call->context);
		return false;
	}
	if (!out->until) {
		step_wait(OP_WRITE, out->key);
	} else if (!step_wait_until(OP_WRITE, out->key, out->until)) {
		*ret = -EAGAIN;
		return false;
	}
	clock_acquire(out->key); /* who made room */
	return true;
}

static long write_all(struct outgoing *out)
{
	long result;

	for (;;) {
		clock_release(out->key);
		result = write_some(out);
		if (result > 0)
			out->done += (size_t)result;
		if (result == CALL_BLOCKS) {
			if (!wait_for_room(out, &result))
				break;
			continue;
		}
		if (result <= 0 || out->done >= out->length || !out->waits)
			break;
		schedule_acted(ARENA, out->key);
		/* What is written is told: signal(7), of a call that has transferred some data. */
		if (call_interrupted(out->call))
			break;
	}
	if (result == -EPIPE) /* the reader's end is known */
		clock_acquire(out->key);
	return result >= 0 || out->done ? (long)out->done : result;
}

static long write_out(struct outgoing *out)
{
	struct call *call = out->call;
	struct masked masked;
	long result;

	if (outside_reader_has_left(out->key))
		return outside_tell_writer(call, out->key);
	masked = step_begin(OP_WRITE, out->key, call->place);
	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	me()->descriptor = out->fd;
	descriptor_touched_vector(out->vector, out->count, (long)out->length, 0, call->place);
	result = write_all(out);
	if (result == -EAGAIN)
		step_asked(&masked, result);
	else
		step_end(&masked, out->key, result);
	return call->again ? 0 : result;
}

static struct outgoing outgoing_of(struct call *call, const struct iovec *vector, long count)
{
	int fd = (int)call->args[0];

	return (struct outgoing){
		.call = call,
		.fd = fd,
		.key = key_of_fd(fd),
		.vector = vector,
		.count = count,
		.length = parts_length(vector, count),
		.waits = descriptor_may_wait(fd),
		.until = descriptor_give_up_at(fd, SO_SNDTIMEO),
	};
}

static long on_write(struct call *call)
{
	const struct iovec whole = { (void *)call->args[1], (size_t)call->args[2] }; /* NOLINT */
	struct outgoing out = outgoing_of(call, &whole, 1);

	return write_out(&out);
}

static long on_writev(struct call *call)
{
	struct outgoing out;

	if (call->args[2] < 0 || call->args[2] > IOV_MAX)
		return -EINVAL;
	out = outgoing_of(call, (void *)call->args[1], call->args[2]); /* NOLINT */
	return write_out(&out);
}

/* The others are made whole, once there is room: what does not fit then is a part, as it may be. */
static long try_out(struct call *call)
{
	int fd = (int)call->args[0];

	if (!descriptor_is_ready(fd, POLLOUT) && descriptor_may_wait(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

static long try_send(struct call *call)
{
	bool waits = descriptor_may_wait((int)call->args[0]) && !(call->args[3] & MSG_DONTWAIT);
	struct call part = *call;

	part.args[2] = (long)parts_to_write(
		(int)call->args[0], (size_t)call->args[2], (size_t)call->args[2], waits);
	return try_out(&part);
}

static long send_by(struct call *call, call_handler *try)
{
	object_key key = key_of_fd((int)call->args[0]);

	clock_release(key);
	return call_blocking_until(
		call, OP_WRITE, key, descriptor_give_up_at((int)call->args[0], SO_SNDTIMEO), try);
}

static long on_sendto(struct call *call)
{
	return send_by(call, try_send);
}

static long on_send(struct call *call)
{
	return send_by(call, try_out);
}

const struct call_entry calls_write[] = {
	{ SYS_write, on_write },
	{ SYS_writev, on_writev },
	{ SYS_sendto, on_sendto },
	{ SYS_sendmsg, on_send },
	{ SYS_pwrite64, on_send },
	{ -1, NULL },
};
