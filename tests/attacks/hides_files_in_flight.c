/* attack: sends descriptors to itself, to have more than its limit (20000 at most)
 * options: --cpu 3000
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <sys/socket.h>
#include <sys/uio.h>

static int send_fd(int through, int fd)
{
	char room[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec byte = { "x", 1 };
	struct msghdr message = { .msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = room,
		.msg_controllen = sizeof(room) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	*header = (struct cmsghdr){ CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	return sendmsg(through, &message, MSG_DONTWAIT);
}

int main(void)
{
	int ends[2], sent = 0;

	for (int pair = 0; pair < 200; pair++) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
			break;
		send_fd(ends[0], ends[0]); /* a loop that only the collector can break */
		while (sent < 20000 && send_fd(ends[0], ends[1]) > 0)
			sent++;
	}
	BREAK_IF(1, sent >= 20000);
	return 0;
}
