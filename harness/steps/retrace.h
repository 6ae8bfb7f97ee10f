/*
 * Which failed runs are repeated under a tool that notes where things come from
 * (analyse/trace.h): those whose fault has no line of the student's source yet.
 */
#ifndef PROCTOR_STEPS_RETRACE_H
#define PROCTOR_STEPS_RETRACE_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/core/assignment.h"

/* So much CPU time a fault may cost at most: that of as many runs. */
enum { RETRACE_MOST = 4 };

/*
 * From run.jsonl so far to the names of at most RETRACE_MOST scenarios, one a suite: of
 * those that failed by a wrong output, a wrong end or by what they left, the one that printed
 * least.  `slowly`: under a tool that takes many times as long; then of those only as many, whose
 * output was wrong, as can be had for some two seconds of CPU time.  `ret->scenarios` is an array
 * that the caller frees; the names in it are borrowed.
 */
void retrace_choose(const json_t *lines, bool slowly, struct assignment_tool *ret);

#endif
