/*
 * Writing and sending.
 *
 * A write may take a part and wait with the rest: it is made with O_NONBLOCK set
 * for so long, which nobody can notice.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "explorer/descriptor.h"
#include "explorer/raw.h"

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

const struct call_entry calls_write[] = {
	{ SYS_write, on_write },
	{ SYS_writev, on_writev },
	{ SYS_sendto, on_send },
	{ SYS_sendmsg, on_send },
	{ SYS_pwrite64, on_send },
	{ -1, NULL },
};
