#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "relay.h"

void linebuf_init(struct linebuf *lb, int fd)
{
	memset(lb, 0, sizeof *lb);
	lb->fd = fd;
}

void linebuf_free(struct linebuf *lb)
{
	free(lb->line);
	lb->line = NULL;
}

static int append(struct linebuf *lb, const char *data, size_t size)
{
	if (lb->size + size > lb->cap) {
		size_t cap = 2 * (lb->size + size);
		char  *p = realloc(lb->line, cap);

		if (!p)
			return -1;
		lb->line = p;
		lb->cap = cap;
	}
	memcpy(lb->line + lb->size, data, size);
	lb->size += size;
	return 0;
}

int linebuf_next(struct linebuf *lb)
{
	int begun = 0;

	lb->size = 0;
	for (;;) {
		if (lb->pos == lb->len) {
			ssize_t r = read(lb->fd, lb->chunk, sizeof lb->chunk);

			if (r < 0 && errno == EINTR)
				continue;
			if (r < 0)
				return -1;
			if (r == 0)
				return begun ? 2 : 0;
			lb->pos = 0;
			lb->len = r;
		}
		begun = 1;

		char  *start = lb->chunk + lb->pos;
		char  *nl = memchr(start, '\n', lb->len - lb->pos);
		size_t size = nl ? (size_t)(nl - start) : lb->len - lb->pos;

		if (append(lb, start, size) < 0)
			return -1;
		if (lb->size > MAX_LEN)
			return -2;
		lb->pos += size;
		if (nl) {
			lb->pos++;
			return 1;
		}
	}
}

static int write_full(int fd, const char *p, size_t size)
{
	while (size > 0) {
		ssize_t w = write(fd, p, size);

		if (w < 0) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		p += w;
		size -= w;
	}
	return 0;
}

int send_line(int fd, const char *line, size_t size)
{
	if (write_full(fd, line, size) < 0)
		return -1;
	return write_full(fd, "\n", 1);
}

int worker_main(int in, int out)
{
	struct linebuf lb;
	int            r;

	linebuf_init(&lb, in);
	while ((r = linebuf_next(&lb)) == 1) {
		size_t i;

		for (i = 0; i < lb.size; i++)
			lb.line[i] = toupper((unsigned char)lb.line[i]);
		if (send_line(out, lb.line, lb.size) < 0)
			return 1;
	}
	linebuf_free(&lb);
	return r == 0 ? 0 : 1;
}
