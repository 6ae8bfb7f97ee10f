/*
 * What a program printed in a run that was traced, and where it is wrong.
 */
#ifndef PROCTOR_ANALYSE_ORIGIN_PRINTED_H
#define PROCTOR_ANALYSE_ORIGIN_PRINTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/analyse/origin_telling.h"
#include "harness/base/buf.h"

struct printed {
	const char *bytes; /* borrowed */
	size_t length;
	uint64_t inode;
	size_t offset, line; /* of the first wrong byte: behind the last where some are missing */
	bool misplaced, only_case;
};

/* From the run under that tool; `bytes` is what `ret` borrows from.  False: not known. */
bool origin_printed_load(
	const struct telling *telling, const char *tool, struct buf *bytes, struct printed *ret);

/* The line that has the wrong byte, with its newline; false: it has none. */
bool origin_printed_line(const struct printed *printed, size_t *ret_start, size_t *ret_length);

/* How many bytes of that line lie before the wrong byte, and how many from there on. */
void origin_printed_around(const struct printed *printed, size_t *ret_before, size_t *ret_behind);

#endif
