/*
 * Mutation testing of an assignment: is its rubric right about what is known?
 *
 * The reference and every variant get full marks and no finding; each bug loses
 * exactly the items that it names, for the cause that it names; each item is
 * lost by some bug; each scenario counts exactly once.
 */
#ifndef PROCTOR_STEPS_VALIDATE_H
#define PROCTOR_STEPS_VALIDATE_H

#include <stdio.h>

#include "harness/base/buf.h"
#include "harness/steps/bug_place.h"
#include "harness/steps/grade.h"

/* What was tried and what of it held. */
struct validation {
	unsigned held;
	unsigned failed;
	unsigned bugs;
	unsigned places[BUG_BY_LINE + 1]; /* of them: how their first finding names the bug */
};

/*
 * Tries all of one assignment, `jobs` gradings at a time, and prints a line for
 * each thing tried.  Adds to `sum`.  0, or a negative errno with a sentence when
 * it could not be tried at all.
 */
int validate(const struct course *course, unsigned jobs, FILE *out, struct validation *sum,
	struct buf *why);

#endif
