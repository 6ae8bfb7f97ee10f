/* odd: the read end of a pipe is handed to another process through a socket, SCM_RIGHTS
 * expect: EXITED(0)
 * prints: read from a descriptor that came by post
 * mechanisms: pipe, socket */
#include <sys/socket.h>

#include "odd.h"

static void send_descriptor(int socket, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = { 0 };
	char byte = 'd';
	struct iovec piece = { &byte, 1 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control,
		.msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	MUST(OK(sendmsg(socket, &message, MSG_NOSIGNAL)) == 1);
}

static int receive_descriptor(int socket)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = { 0 };
	char byte;
	struct iovec piece = { &byte, 1 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control,
		.msg_controllen = sizeof(control) };
	struct cmsghdr *header;
	int fd;

	MUST(OK(recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) == 1);
	header = CMSG_FIRSTHDR(&message);
	MUST(header && header->cmsg_type == SCM_RIGHTS);
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

int main(void)
{
	int pair[2], ends[2];
	char text[64];
	pid_t child;
	size_t length;

	OK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(pair[0]));
		OK(pipe(ends));
		send_descriptor(pair[1], ends[0]);
		OK(close(ends[0]));
		write_all(ends[1], "read from a descriptor that came by post", 40);
		_exit(0);
	}
	OK(close(pair[1]));
	ends[0] = receive_descriptor(pair[0]);
	length = read_all(ends[0], text, sizeof(text));
	OK(close(ends[0]));
	OK(close(pair[0]));
	wait_well(child);
	printf("%.*s\n", (int)length, text);
	return 0;
}
