/*
 * Sockets: finding each other, and parting. Which one talks to which is not followed.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "explorer/descriptor.h"
#include "explorer/raw.h"

static long on_accept(struct call *call)
{
	object_key key = key_of_fd((int)call->args[0]);
	long result = call_blocking_until(call, OP_ACCEPT, key,
		descriptor_give_up_at((int)call->args[0], SO_RCVTIMEO), descriptor_try_in);

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
	if (domain != AF_UNIX || descriptor_is_nonblocking((int)fd))
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
	result = call_blocking_until(call, OP_CONNECT, key,
		descriptor_give_up_at((int)call->args[0], SO_SNDTIMEO), try_connect);
	/* Whether somebody listens is known now. */
	if (!call->again)
		clock_acquire(key);
	return result;
}

/* What it lets others find, or makes them see the end of. */
static long tell(struct call *call, enum operation operation)
{
	object_key key = key_of_fd((int)call->args[0]);
	struct masked masked = step_begin(operation, key, call->place);
	long result;

	clock_release(key);
	result = call_make(call);
	step_end(&masked, key, result);
	return result;
}

/* From now on others find it: bind(2), listen(2). */
static long on_listen(struct call *call)
{
	return tell(call, OP_OTHER);
}

static long on_shutdown(struct call *call)
{
	return tell(call, OP_CLOSE);
}

const struct call_entry calls_socket[] = {
	{ SYS_accept, on_accept },
	{ SYS_accept4, on_accept },
	{ SYS_connect, on_connect },
	{ SYS_bind, on_listen },
	{ SYS_listen, on_listen },
	{ SYS_shutdown, on_shutdown },
	{ -1, NULL },
};
