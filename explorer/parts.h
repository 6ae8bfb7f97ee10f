/*
 * How much of a transfer goes at once where choices may cut it: the law is in choice.h.
 */
#ifndef PROCTOR_EXPLORER_PARTS_H
#define PROCTOR_EXPLORER_PARTS_H

#include <sys/uio.h>

#include "explorer/runtime.h"

/* Of `asked` bytes, once there is something to be read. */
size_t parts_to_read(int fd, size_t asked) HIDDEN;

/* Of what is left of a write of `whole` bytes, which is not 0; whether it waits for room. */
size_t parts_to_write(int fd, size_t left, size_t whole, bool waits) HIDDEN;

/* How many bytes a vector holds. */
size_t parts_length(const struct iovec *vector, long count) HIDDEN;

/*
 * What is left of a vector behind `done` bytes, at most `most` of them; how many entries that
 * takes.  Where there is no room for all, it is less.
 */
enum { PARTS_WINDOW = 16 };
int parts_of_vector(struct iovec ret[PARTS_WINDOW], const struct iovec *vector, long count,
	size_t done, size_t most) HIDDEN;

#endif
