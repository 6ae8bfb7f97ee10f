#include "explorer/parts.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "explorer/choice.h"
#include "explorer/raw.h"

static int socket_option(int fd, int option)
{
	int value = 0, size = sizeof(value);

	return raw(SYS_getsockopt, fd, SOL_SOCKET, option, &value, &size) < 0 ? -1 : value;
}

/* One of bytes: with O_DIRECT it is one of packets, pipe(2). */
static bool is_pipe(int fd)
{
	struct stat status;

	return raw(SYS_fstat, fd, &status) == 0 && S_ISFIFO(status.st_mode) &&
	       !(raw(SYS_fcntl, fd, F_GETFL) & O_DIRECT);
}

static bool is_from_outside(int fd)
{
	return ARENA->outside.input && key_of_fd(fd) == ARENA->outside.input;
}

static size_t cut(size_t whole, size_t asked)
{
	size_t part = choice_part(ARENA, whole);

	if (part == whole)
		return asked;
	ARENA->chosen |= CHOICE_PARTS;
	self.cut = (uint32_t)asked;
	return part;
}

static bool may_be_cut(void)
{
	return (ARENA->choices & CHOICE_PARTS) && !ARENA->exact;
}

size_t parts_to_read(int fd, size_t asked)
{
	int available = 0;

	if (!may_be_cut() || asked < 2)
		return asked;
	if (!is_from_outside(fd) &&
		(socket_option(fd, SO_TYPE) != SOCK_STREAM || socket_option(fd, SO_RCVLOWAT) > 1))
		return asked;
	if (raw(SYS_ioctl, fd, FIONREAD, &available) < 0 || available < 2)
		return asked;
	return cut(asked < (size_t)available ? asked : (size_t)available, asked);
}

/* Of a stream socket: within a machine it takes some 32 KiB at once, or nothing. */
static bool takes_parts(int fd, size_t whole)
{
	enum { AT_ONCE = 32768 };

	return socket_option(fd, SO_TYPE) == SOCK_STREAM &&
	       (whole > AT_ONCE || socket_option(fd, SO_DOMAIN) != AF_UNIX);
}

size_t parts_to_write(int fd, size_t left, size_t whole, bool waits)
{
	if (!(ARENA->choices & CHOICE_PARTS) || whole < 2)
		return left;
	if (is_pipe(fd) ? whole > PIPE_BUF && (waits || !ARENA->exact)
			: !waits && !ARENA->exact && takes_parts(fd, whole))
		return cut(left, left);
	return left;
}

size_t parts_length(const struct iovec *vector, long count)
{
	size_t length = 0;

	for (long i = 0; i < count; i++)
		length += vector[i].iov_len;
	return length;
}

int parts_of_vector(struct iovec ret[PARTS_WINDOW], const struct iovec *vector, long count,
	size_t done, size_t most)
{
	int filled = 0;

	for (long i = 0; i < count && filled < PARTS_WINDOW && most > 0; i++) {
		size_t length = vector[i].iov_len;

		if (done >= length) {
			done -= length;
			continue;
		}
		length = length - done < most ? length - done : most;
		ret[filled++] = (struct iovec){ (char *)vector[i].iov_base + done, length };
		most -= length;
		done = 0;
	}
	return filled;
}
