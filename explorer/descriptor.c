#include "explorer/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "explorer/raw.h"

bool descriptor_is_ours(long fd)
{
	return fd >= ARENA_FD && fd <= ARENA_ORDERS_FD;
}

bool descriptor_is_ready(int fd, short events)
{
	static const struct timespec none;
	struct pollfd polled = { .fd = fd, .events = events };
	long count = raw(SYS_ppoll, &polled, 1, &none, 0, 8);

	return count != 0; /* an error is the call's to tell */
}

bool descriptor_is_nonblocking(int fd)
{
	long flags = raw(SYS_fcntl, fd, F_GETFL);

	return flags < 0 || (flags & O_NONBLOCK);
}

/* What is made of it in memory by the kernel is an access too. */
void descriptor_touched(long address, long length, unsigned how, uint64_t place)
{
	if (length > 0 && ARENA->races)
		shadow_access((uint64_t)address, (uint64_t)length, how, place);
}

void descriptor_touched_vector(
	const struct iovec *vector, long count, long length, unsigned how, uint64_t place)
{
	for (long i = 0; i < count && length > 0; i++) {
		long part = (long)vector[i].iov_len < length ? (long)vector[i].iov_len : length;

		descriptor_touched((long)vector[i].iov_base, part, how, place);
		length -= part;
	}
}

/* When a wait on a socket is given up: SO_RCVTIMEO, SO_SNDTIMEO of socket(7). 0: never. */
uint64_t descriptor_give_up_at(int fd, int option)
{
	struct timeval time = { 0 };
	int length = sizeof(time);

	if (raw(SYS_getsockopt, fd, SOL_SOCKET, option, &time, &length) < 0 ||
		(time.tv_sec == 0 && time.tv_usec == 0))
		return 0;
	return ARENA->now_ns + (uint64_t)time.tv_sec * 1000000000ULL +
	       (uint64_t)time.tv_usec * 1000;
}

long descriptor_try_in(struct call *call)
{
	int fd = (int)call->args[0];

	if (!descriptor_is_ready(fd, POLLIN) && !descriptor_is_nonblocking(fd))
		return CALL_BLOCKS;
	return call_make(call);
}

bool descriptor_may_wait(int fd)
{
	struct stat status;

	return raw(SYS_fstat, fd, &status) == 0 &&
	       (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) &&
	       !descriptor_is_nonblocking(fd);
}

object_key descriptor_locks(int fd)
{
	struct stat status;

	if (raw(SYS_fstat, fd, &status) < 0)
		return 0;
	return key_make(KEY_LOCKS, status.st_dev, status.st_ino);
}
