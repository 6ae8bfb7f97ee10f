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
#include "harness/steps/grade.h"

/* What was tried and what of it held. */
struct validation {
	unsigned held;
	unsigned failed;
	unsigned causes; /* bugs that name a line as their cause */
	unsigned in_patch; /* … whose first finding stands inside the patch */
	unsigned bugs, bugs_in_patch; /* the same for all, also those that only print wrong */
};

/*
 * Tries all of one assignment, `jobs` gradings at a time, and prints a line for
 * each thing tried.  Adds to `sum`.  0, or a negative errno with a sentence when
 * it could not be tried at all.
 */
int validate(const struct course *course, unsigned jobs, FILE *out, struct validation *sum,
	struct buf *why);

#endif
