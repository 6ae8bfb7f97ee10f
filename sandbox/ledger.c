#include "sandbox/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int ledger_open(struct ledger *ret)
{
	struct ledger made = LEDGER_INIT;
	int ends[2];
	int one = 1;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	made.fd = ends[0];
	made.writers_end = ends[1];
	if (setsockopt(made.fd, SOL_SOCKET, SO_PASSCRED, &one, sizeof(one)) < 0) {
		int error = -errno;

		ledger_release(&made);
		return error;
	}
	*ret = made;
	return 0;
}

static struct ledger_page *page_of(struct ledger *ledger, pid_t writer)
{
	struct ledger_page *grown;

	/* From the last one: a process writes many pieces in a row. */
	for (size_t i = ledger->count; i-- > 0;)
		if (ledger->pages[i].writer == writer)
			return &ledger->pages[i];
	grown = ledger->count < LEDGER_PAGES
			? realloc(ledger->pages, (ledger->count + 1) * sizeof(*grown))
			: NULL;
	if (!grown)
		return NULL;
	ledger->pages = grown;
	grown[ledger->count] = (struct ledger_page){ .writer = writer };
	return &grown[ledger->count++];
}

static bool has_room(struct ledger_page *page, size_t length)
{
	size_t room = page->room ? page->room : 4096;
	char *grown;

	while (room < page->length + length)
		room *= 2;
	if (room == page->room)
		return true;
	grown = realloc(page->bytes, room);
	if (!grown)
		return false;
	page->bytes = grown;
	page->room = room;
	return true;
}

static void note(struct ledger *ledger, pid_t writer, const char *bytes, size_t length)
{
	struct ledger_page *page = page_of(ledger, writer);

	if (!page) {
		ledger->over = true;
		return;
	}
	if (page->over || page->length + length > LEDGER_PAGE ||
		ledger->bytes + length > LEDGER_BYTES || !has_room(page, length)) {
		page->over = ledger->over = true;
		return;
	}
	memcpy(page->bytes + page->length, bytes, length);
	page->length += length;
	ledger->bytes += length;
}

/* Descriptors that a program sends along are let go at once. */
static pid_t take_writer(struct msghdr *header)
{
	pid_t writer = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
		struct ucred ids;

		if (c->cmsg_level != SOL_SOCKET)
			continue;
		if (c->cmsg_type == SCM_CREDENTIALS && c->cmsg_len >= CMSG_LEN(sizeof(ids))) {
			memcpy(&ids, CMSG_DATA(c), sizeof(ids));
			writer = ids.pid;
		}
		for (size_t at = 0;
			c->cmsg_type == SCM_RIGHTS && at + sizeof(int) <= c->cmsg_len - CMSG_LEN(0);
			at += sizeof(int)) {
			int sent;

			memcpy(&sent, CMSG_DATA(c) + at, sizeof(sent));
			close(sent);
		}
	}
	return writer;
}

/* One piece: the kernel never joins what two processes wrote. Its length, or a negative errno. */
static ssize_t take_piece(struct ledger *ledger, char *bytes, size_t room, pid_t *ret_writer)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int) * 4)];
		struct cmsghdr align;
	} control;
	struct iovec part = { bytes, room };
	struct msghdr header = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control),
	};
	ssize_t got = recvmsg(ledger->fd, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

	if (got < 0)
		return -errno;
	*ret_writer = take_writer(&header);
	return got;
}

bool ledger_move(struct ledger *ledger)
{
	enum { PIECE = 64 << 10 };
	char bytes[PIECE];
	bool moved = false;

	while (ledger->fd >= 0) {
		pid_t writer = 0;
		ssize_t got = take_piece(ledger, bytes, sizeof(bytes), &writer);

		if (got == -EINTR)
			continue;
		if (got < 0)
			break;
		moved = true;
		if (got == 0) {
			ledger->shut = true;
			close(ledger->fd);
			ledger->fd = -1;
		} else {
			note(ledger, writer, bytes, (size_t)got);
		}
	}
	return moved;
}

void ledger_release(struct ledger *ledger)
{
	if (ledger->fd >= 0)
		close(ledger->fd);
	if (ledger->writers_end >= 0)
		close(ledger->writers_end);
	for (size_t i = 0; i < ledger->count; i++)
		free(ledger->pages[i].bytes);
	free(ledger->pages);
	*ledger = (struct ledger)LEDGER_INIT;
}
