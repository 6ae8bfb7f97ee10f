/*
 * The whole way of one grade: collect, build, run, analyse, judge, score.
 */
#ifndef PROCTOR_STEPS_GRADE_H
#define PROCTOR_STEPS_GRADE_H

#include "harness/base/buf.h"
#include "harness/core/assignment.h"
#include "harness/core/rubric.h"
#include "harness/steps/oracle.h"

/* All that grading against one assignment needs; made once for a whole class. */
struct course {
	struct assignment *assignment;
	struct rubric *rubric;
	struct oracle oracle;
};

#define COURSE_INIT                                                                                \
	{                                                                                          \
		.oracle = ORACLE_INIT                                                              \
	}
#define cleanup_course __attribute__((cleanup(course_release)))

/*
 * Loads an assignment by ID or path, its rubric and its oracle, and checks that
 * they fit.  0, or a negative errno with one sentence: -EINVAL when what was
 * written is wrong, -ENOENT when there is no such assignment.
 */
int course_open(const char *name, struct course *ret, struct buf *why);
void course_release(struct course *course);

/*
 * Grades one submission into `dir` (made if need be, former results replaced),
 * all steps and every report file, with `jobs` scenarios side by side.  0; -EINVAL
 * for bad input; another negative errno for our side; both with a sentence.
 */
int grade(const struct course *course, const char *submission, const char *dir, unsigned jobs,
	struct buf *why);

/*
 * The first half of that way, for the scenarios that match `pattern` alone: what there is
 * to see is in `dir` then (paperwork_load_unmarked()), but no verdict on an item and no
 * score.  -EINVAL also when no scenario matches.
 */
int grade_scenarios(const struct course *course, const char *submission, const char *dir,
	unsigned jobs, const char *pattern, struct buf *why);

/* Judges and scores again what lies in `dir`, with the rubric as it is now. */
int grade_again(const char *dir, struct buf *why);

#endif
