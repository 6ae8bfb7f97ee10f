/*
 * The fifth and sixth step: from evidence to verdicts, from verdicts to points.
 *
 * Both only read what lies in DIR and the rubric: a changed rubric is rescored
 * without running student code.
 */
#ifndef PROCTOR_STEPS_MARK_H
#define PROCTOR_STEPS_MARK_H

#include "harness/base/buf.h"
#include "harness/core/rubric.h"

/* Reads plan, build, run and analyse; writes judge.jsonl. */
int mark_judge(const struct rubric *rubric, const char *dir, struct buf *why);

/* Reads judge and analyse; writes score.jsonl. */
int mark_score(const struct rubric *rubric, const char *dir, struct buf *why);

#endif
