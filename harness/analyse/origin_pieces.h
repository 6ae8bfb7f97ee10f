/*
 * What processes wrote, piece by piece: from the events of their logs (trace_log.h), which tell
 * what went into a stream's buffer and how much of it came out, to what went out at once.
 */
#ifndef PROCTOR_ANALYSE_ORIGIN_PIECES_H
#define PROCTOR_ANALYSE_ORIGIN_PIECES_H

#include <stddef.h>
#include <stdint.h>

#include "harness/analyse/origin_stream.h"
#include "harness/analyse/trace_log.h"

/* Bytes of one call. */
struct origin_part {
	const struct trace_event *event;
	size_t from, length;
};

/* What went out at once. */
struct origin_piece {
	uint64_t inode;
	uint64_t low, high; /* high 0: at the end of the process */
	size_t first, count; /* parts */
	size_t length;
};

/* What one process wrote, in its order. */
struct origin_pieces {
	struct origin_part *parts;
	size_t parts_count;
	struct origin_piece *list;
	size_t count;
	size_t next; /* that is not yet placed */
};

/* An array with one for each log; it borrows from them. */
struct origin_pieces *origin_pieces_of(const struct trace_log *logs, size_t count);
void origin_pieces_release(struct origin_pieces *all, size_t count);

#endif
