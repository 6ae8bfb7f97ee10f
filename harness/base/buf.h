/*
 * A growing byte buffer that is always NUL-terminated.
 *
 * `data` is never NULL after BUF_INIT (it points at an empty string before the
 * first byte), so it can be printed at once; `length` does not count the NUL,
 * and bytes may be NUL themselves.  Running out of memory dies.
 *
 *	cleanup_buf struct buf text = BUF_INIT;
 *	buf_printf(&text, "%d lines", n);
 *	return buf_steal(&text);
 */
#ifndef PROCTOR_BASE_BUF_H
#define PROCTOR_BASE_BUF_H

#include <stddef.h>

struct buf {
	char *data;
	size_t length;
	size_t room; /* bytes allocated; 0: data is the shared empty string */
};

extern char buf_empty[1];

#define BUF_INIT                                                                                   \
	{                                                                                          \
		.data = buf_empty                                                                  \
	}
#define cleanup_buf __attribute__((cleanup(buf_release)))

void buf_release(struct buf *buf);
void buf_reset(struct buf *buf); /* empties, keeps the memory */
void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_adds(struct buf *buf, const char *text);
void buf_addch(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Hands the text over; the caller frees it, the buffer is empty again. */
char *buf_steal(struct buf *buf);

/*
 * Appends what is left of `fd`, at most `cap` bytes.
 * Returns 0, -EFBIG when there was more, or a negative errno of read(2).
 */
int buf_read_fd(struct buf *buf, int fd, size_t cap);

#endif
