/*
 * Where two outputs part, told for people.
 */
#ifndef PROCTOR_SCENARIO_COMPARE_H
#define PROCTOR_SCENARIO_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

struct compared {
	const void *bytes;
	size_t length;
};

/*
 * Compares as text.  When they differ, says what each has at the first line
 * that differs ("line 3: GAMMA", "no line 4: it ends here").  True when equal.
 */
bool compare_text(
	struct compared wanted, struct compared seen, struct buf *ret_wanted, struct buf *ret_seen);

/* Compares as bytes: offset and hexadecimal of the first that differs. */
bool compare_bytes(
	struct compared wanted, struct compared seen, struct buf *ret_wanted, struct buf *ret_seen);

/* Where an output is not as it should be. */
struct difference {
	size_t offset; /* of the first wrong byte; the output's length: something is missing */
	size_t line; /* that it stands in, from 1 */
	bool misplaced; /* that line would be right elsewhere */
	bool only_case; /* it would be right but for upper and lower case */
};

/* The first difference of two texts that differ. */
struct difference compare_find(struct compared wanted, struct compared seen);

#endif
