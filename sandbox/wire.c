#include "sandbox/wire.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define HEAD offsetof(struct wire_message, fds_count)

int wire_pair(int ret_fds[2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ret_fds) < 0)
		return -errno;
	return 0;
}

/* Room for the ancillary data of WIRE_FDS descriptors, aligned as cmsg(3) asks. */
union control {
	char bytes[CMSG_SPACE(sizeof(int) * WIRE_FDS)];
	struct cmsghdr align;
};

/* What is on the wire before the payload: the first fields of struct wire_message. */
struct head {
	uint32_t kind;
	int32_t number;
	int64_t value;
	uint32_t length;
};

_Static_assert(HEAD == offsetof(struct head, length) + sizeof(uint32_t) &&
		       offsetof(struct wire_message, length) == offsetof(struct head, length),
	"a message begins with its head");

int wire_tell(int fd, const struct wire_note *note, const void *payload, size_t length)
{
	struct head head = { note->kind, note->number, note->value, (uint32_t)length };
	union control control;
	struct iovec parts[2] = {
		{ &head, HEAD },
		{ (void *)(uintptr_t)payload, length },
	};
	struct msghdr header = { .msg_iov = parts, .msg_iovlen = 2 };

	if (note->fds_count > 0) {
		struct cmsghdr *rights;

		memset(&control, 0, sizeof(control));
		header.msg_control = control.bytes;
		header.msg_controllen = CMSG_SPACE(sizeof(int) * note->fds_count);
		rights = CMSG_FIRSTHDR(&header);
		rights->cmsg_level = SOL_SOCKET;
		rights->cmsg_type = SCM_RIGHTS;
		rights->cmsg_len = CMSG_LEN(sizeof(int) * note->fds_count);
		memcpy(CMSG_DATA(rights), note->fds, sizeof(int) * note->fds_count);
	}
	for (;;) {
		if (sendmsg(fd, &header, MSG_NOSIGNAL) >= 0)
			return 0;
		if (errno != EINTR)
			return -errno;
	}
}

int wire_send(int fd, const struct wire_message *message)
{
	struct wire_note note = {
		.kind = message->kind,
		.number = message->number,
		.value = message->value,
		.fds_count = message->fds_count,
	};

	memcpy(note.fds, message->fds, sizeof(note.fds));
	return wire_tell(fd, &note, message->payload, message->length);
}

static void take_fds(struct msghdr *header, struct wire_message *message)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
		size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int one;

			memcpy(&one, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
			if (message->fds_count < WIRE_FDS)
				message->fds[message->fds_count++] = one;
			else
				close(one);
		}
	}
}

int wire_receive(int fd, struct wire_message *message, int flags)
{
	union control control;
	struct iovec parts[2] = {
		{ message, HEAD },
		{ message->payload, WIRE_PAYLOAD },
	};
	struct msghdr header = {
		.msg_iov = parts,
		.msg_iovlen = 2,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control),
	};
	ssize_t got;

	message->fds_count = 0;
	do {
		got = recvmsg(fd, &header, flags | MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno == ECONNRESET ? -EPIPE : -errno;
	take_fds(&header, message);
	/* Also what an empty message looks like, and that may bring descriptors. */
	if (got == 0) {
		wire_close_fds(message);
		return -EPIPE;
	}
	if ((size_t)got < HEAD || (size_t)got - HEAD != message->length ||
		(header.msg_flags & (MSG_TRUNC | MSG_CTRUNC))) {
		wire_close_fds(message);
		return -EBADMSG;
	}
	return 0;
}

const char *wire_text(const struct wire_message *message)
{
	if (message->length == 0 || message->length > WIRE_PAYLOAD ||
		message->payload[message->length - 1] != '\0')
		return NULL;
	return message->payload;
}

/* Cuts off `count` strings, false when they are not there. */
static bool take_words(char **cursor, const char *end, uint32_t count, char **ret)
{
	for (uint32_t i = 0; i < count; i++) {
		char *stop = memchr(*cursor, '\0', (size_t)(end - *cursor));

		if (!stop)
			return false;
		ret[i] = *cursor;
		*cursor = stop + 1;
	}
	return true;
}

/* The kernel's own bound on descriptors (fs.nr_open) is lower. */
enum { MOST_HIGH = 1 << 28 };

int wire_take_start(struct wire_message *message, struct wire_words *ret)
{
	struct wire_start head;
	char *cursor = message->payload + sizeof(head);
	const char *end = message->payload + message->length;

	if (message->length < sizeof(head) || message->length > WIRE_PAYLOAD ||
		message->fds_count < 3)
		return -EINVAL;
	memcpy(&head, message->payload, sizeof(head));
	if (message->fds_count > 3 && (head.high_at < WIRE_HIGH || head.high_at > MOST_HIGH))
		return -EINVAL;
	ret->high_at = head.high_at;
	if (head.argc == 0 || head.argc > WIRE_WORDS || head.envc > WIRE_WORDS ||
		!take_words(&cursor, end, head.argc, ret->argv) ||
		!take_words(&cursor, end, head.envc, ret->envp) ||
		!take_words(&cursor, end, 1, &ret->cwd))
		return -EINVAL;
	ret->argv[head.argc] = NULL;
	ret->envp[head.envc] = NULL;
	return cursor == end ? 0 : -EINVAL;
}

void wire_close_fds(struct wire_message *message)
{
	for (uint32_t i = 0; i < message->fds_count; i++)
		if (message->fds[i] >= 0)
			close(message->fds[i]);
	message->fds_count = 0;
}
