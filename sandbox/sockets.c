#include "sandbox/sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

/* Calls that a socket's time-outs end, and which of the two: socket(7). */
static const struct {
	int call, option;
} calls[] = {
	{ SYS_read, SO_RCVTIMEO },
	{ SYS_readv, SO_RCVTIMEO },
	{ SYS_recvfrom, SO_RCVTIMEO },
	{ SYS_recvmsg, SO_RCVTIMEO },
	{ SYS_recvmmsg, SO_RCVTIMEO },
	{ SYS_accept, SO_RCVTIMEO },
	{ SYS_accept4, SO_RCVTIMEO },
	{ SYS_splice, SO_RCVTIMEO },
	{ SYS_write, SO_SNDTIMEO },
	{ SYS_writev, SO_SNDTIMEO },
	{ SYS_sendto, SO_SNDTIMEO },
	{ SYS_sendmsg, SO_SNDTIMEO },
	{ SYS_sendmmsg, SO_SNDTIMEO },
	{ SYS_sendfile, SO_SNDTIMEO },
	{ SYS_connect, SO_SNDTIMEO },
};

static bool is_socket(pid_t tgid, int number)
{
	char path[64];
	char target[16];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tgid, number);
	length = readlink(path, target, sizeof(target));
	return length > 8 && memcmp(target, "socket:[", 8) == 0;
}

/* A copy of a descriptor of another process, or a negative errno. */
static int copy_of(pid_t tgid, int number)
{
	int process = (int)syscall(SYS_pidfd_open, tgid, 0);
	int fd = process < 0 ? -errno : (int)syscall(SYS_pidfd_getfd, process, number, 0);

	if (process >= 0) {
		if (fd < 0)
			fd = -errno;
		close(process);
	}
	return fd;
}

static bool has_timeout(pid_t tgid, int number, int option)
{
	int fd = copy_of(tgid, number);
	struct timeval timeout = { .tv_sec = 0 };
	socklen_t length = sizeof(timeout);

	if (fd < 0)
		return true;
	getsockopt(fd, SOL_SOCKET, option, &timeout, &length);
	close(fd);
	return timeout.tv_sec || timeout.tv_usec;
}

bool socket_has_timeout(const struct task *task)
{
	int number = (int)task->arguments[0];

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (calls[i].call == task->call)
			return is_socket(task->tgid, number) &&
			       has_timeout(task->tgid, number, calls[i].option);
	return false;
}

bool socket_is_busy(pid_t tgid, int number)
{
	int fd = copy_of(tgid, number);
	struct tcp_info info = { .tcpi_state = 0 };
	socklen_t length = sizeof(info);
	bool known;

	if (fd < 0)
		return true;
	known = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0;
	close(fd);
	/* Of one that listens, it counts the connections that wait to be accepted. */
	return known && info.tcpi_state != TCP_LISTEN &&
	       (info.tcpi_state == TCP_SYN_SENT || info.tcpi_unacked > 0);
}
