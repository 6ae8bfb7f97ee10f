/*
 * A record in the making: text that is put together without stdio or malloc, which
 * the program may be in the midst of.
 */
#ifndef PROCTOR_MISUSE_LINE_H
#define PROCTOR_MISUSE_LINE_H

#include <stddef.h>
#include <stdint.h>

enum { MISUSE_LINE_ROOM = 640 };

/* `room` is what it may have at most, with its newline; what goes beyond is dropped. */
struct misuse_line {
	size_t length, room;
	char bytes[MISUSE_LINE_ROOM];
};

#define MISUSE_LINE_INIT(room_)                                                                    \
	{                                                                                          \
		.room = (room_)                                                                    \
	}

void misuse_line_byte(struct misuse_line *line, char byte);

/* At most so many bytes of a text; a tab or a newline would begin a field or a record. */
void misuse_line_safely(struct misuse_line *line, const char *text, size_t most);

/* In base 10 or 16. */
void misuse_line_digits(struct misuse_line *line, uint64_t number, unsigned base);

#endif
