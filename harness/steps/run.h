/*
 * The third step: from programs to observations.
 *
 * Runs every scenario of the assignment on the submission's programs, then,
 * for each tool of assignment.yaml, its scenarios once more under that tool.
 * Reads build.jsonl; writes run.jsonl, sorted, and the tools' evidence below
 * tools/.  A scenario whose process left no record is noted as broken.  A
 * submission that was not built has an empty run.jsonl.
 */
#ifndef PROCTOR_STEPS_RUN_H
#define PROCTOR_STEPS_RUN_H

#include "harness/base/buf.h"
#include "harness/core/assignment.h"
#include "harness/steps/oracle.h"

/*
 * `jobs` scenarios side by side, those that match `pattern` (NULL: all).  0, or a negative errno
 * with a sentence (our side; what the submission does is in the observations).
 */
int run(const struct assignment *assignment, const struct oracle *oracle, const char *dir,
	unsigned jobs, const char *pattern, struct buf *why);

#endif
