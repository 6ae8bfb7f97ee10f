/*
 * Where the value comes from that was printed wrong (values/record.h, values_walk.h).
 */
#ifndef PROCTOR_ANALYSE_ORIGIN_VALUES_H
#define PROCTOR_ANALYSE_ORIGIN_VALUES_H

#include "harness/analyse/origin_telling.h"
#include "harness/base/buf.h"

/*
 * Appends a sentence to a finding's message, and its places, "FILE:LINE" each, apart by newlines:
 * for the wrong output that the run shows, which was printed at `place`.  Nothing where no
 * run was followed, or where it did not fail in the same way.
 */
void origin_values_of_output(const struct telling *plain, const struct place *place,
	struct buf *text, struct buf *places);

#endif
