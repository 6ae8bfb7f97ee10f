/*
 * What all plain observations of one scenario say together: the part of
 * judge() that needs no rubric.
 *
 * Failed wins over broken, and broken over passed: a failure is a fact that no
 * other run undoes.  A scenario without an observation is broken, or failed
 * when there was no program to run.  Observations of scenarios that are not in
 * the evidence's list are left over from another time and say nothing.
 */
#ifndef PROCTOR_CORE_SEEN_H
#define PROCTOR_CORE_SEEN_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/core/judge.h"

struct seen {
	const char *scenario; /* borrowed */
	bool observed; /* false: verdict and reason stand for a run that was not made */
	enum verdict verdict;
	const char *reason; /* borrowed */
};

/* "the program did not build". */
extern const char seen_unbuilt[];

/* Every scenario of the evidence once, sorted; free() the list. */
struct seen *seen_collect(const struct evidence *evidence, size_t *ret_count);

/*
 * strcmp(3) with "" last.  Where one of several texts is told, it is the first
 * in this order, so that the order of the evidence changes nothing.
 */
int seen_compare_texts(const char *a, const char *b);

#endif
