#include "harness/base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/fault.h"

char buf_empty[1];

static void grow(struct buf *buf, size_t more)
{
	size_t need = buf->length + more + 1;
	size_t room = buf->room ? buf->room : 64;

	if (need <= buf->room)
		return;
	while (room < need)
		room *= 2;
	buf->data = xreallocarray(buf->room ? buf->data : NULL, room, 1);
	buf->room = room;
}

void buf_release(struct buf *buf)
{
	if (buf->room)
		free(buf->data);
	*buf = (struct buf)BUF_INIT;
}

void buf_reset(struct buf *buf)
{
	buf->length = 0;
	if (buf->room)
		buf->data[0] = '\0';
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
	grow(buf, length);
	if (length)
		memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void buf_adds(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_addch(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		die("out of memory");
	buf_add(buf, text, (size_t)length);
	free(text);
}

char *buf_steal(struct buf *buf)
{
	char *text = buf->room ? buf->data : xstrdup("");

	*buf = (struct buf)BUF_INIT;
	return text;
}

int buf_read_fd(struct buf *buf, int fd, size_t cap)
{
	char chunk[16384];
	size_t taken = 0;

	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		if ((size_t)got > cap - taken) {
			buf_add(buf, chunk, cap - taken);
			return -EFBIG;
		}
		buf_add(buf, chunk, (size_t)got);
		taken += (size_t)got;
	}
}
