/*
 * Reading, and moving from one descriptor to another.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "explorer/descriptor.h"
#include "explorer/outside.h"
#include "explorer/parts.h"
#include "explorer/raw.h"

/*** reading ***/

enum { SIGNALFD_SIZE = 128 };

static bool is_readable(const struct call *call)
{
	int fd = (int)call->args[0];

	return descriptor_is_ready(fd, POLLIN) || descriptor_is_nonblocking(fd);
}

static long try_read(struct call *call)
{
	struct call part = *call;

	if (!is_readable(call))
		return CALL_BLOCKS;
	part.args[2] = (long)parts_to_read((int)call->args[0], (size_t)call->args[2]);
	return call_make(&part);
}

/* All of the vector, or a part of what it holds. */
static long try_readv(struct call *call)
{
	const struct iovec *vector = (void *)call->args[1]; /* NOLINT */
	struct iovec window[PARTS_WINDOW];
	size_t length = parts_length(vector, call->args[2]), part;

	if (!is_readable(call))
		return CALL_BLOCKS;
	part = parts_to_read((int)call->args[0], length);
	if (part == length)
		return call_make(call);
	return raw(SYS_readv, call->args[0], window,
		parts_of_vector(window, vector, call->args[2], 0, part));
}

static long read_by(struct call *call, call_handler *try)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(
		call, OP_READ, key, descriptor_give_up_at((int)call->args[0], SO_RCVTIMEO), try);

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
	long result = read_by(call, try_read);

	if (!call->again)
		descriptor_touched(call->args[1], result, SLOT_WRITE, call->place);
	return result;
}

static long on_readv(struct call *call)
{
	long result = read_by(call, try_readv);

	if (!call->again)
		descriptor_touched_vector((void *)call->args[1], call->args[2], result,
			SLOT_WRITE, /* NOLINT */
			call->place);
	return result;
}

static long on_pread(struct call *call)
{
	return read_by(call, descriptor_try_in);
}

/* With other flags than these it is whole, or tells of what is left. */
static const long flags_of_parts = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_CMSG_CLOEXEC;

static long receive_part(struct call *call)
{
	struct call part = *call;

	part.args[2] = (long)parts_to_read((int)call->args[0], (size_t)call->args[2]);
	return call_make(&part);
}

/* What comes beside the bytes comes with the first of them: recvmsg(2). */
static long receive_message_part(struct call *call)
{
	struct msghdr *message = (void *)call->args[1]; /* NOLINT */
	struct iovec *vector = message->msg_iov, window[PARTS_WINDOW];
	size_t count = message->msg_iovlen, length = parts_length(vector, (long)count);
	size_t part = parts_to_read((int)call->args[0], length);
	long result;

	if (part == length)
		return call_make(call);
	message->msg_iov = window;
	message->msg_iovlen = (size_t)parts_of_vector(window, vector, (long)count, 0, part);
	result = call_make(call);
	message->msg_iov = vector;
	message->msg_iovlen = count;
	return result;
}

static long try_receive(struct call *call)
{
	long flags = call->number == SYS_recvmsg ? call->args[2] : call->args[3];

	if (!(flags & MSG_DONTWAIT) && !is_readable(call))
		return CALL_BLOCKS;
	if (flags & MSG_PEEK)
		ARENA->exact = true;
	if (flags & ~flags_of_parts)
		return call_make(call);
	return call->number == SYS_recvmsg ? receive_message_part(call) : receive_part(call);
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

	if (outside_reader_has_left(to))
		return outside_tell_writer(call, to);
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
	ARENA->exact = true;
	clock_acquire(key);
	step_asked(&masked, result);
	return result;
}

const struct call_entry calls_transfer[] = {
	{ SYS_read, on_read },
	{ SYS_readv, on_readv },
	{ SYS_recvfrom, on_receive },
	{ SYS_recvmsg, on_receive },
	{ SYS_pread64, on_pread },
	{ SYS_sendfile, on_sendfile },
	{ SYS_splice, on_splice },
	{ SYS_tee, on_tee },
	{ SYS_ioctl, on_ioctl },
	{ -1, NULL },
};
