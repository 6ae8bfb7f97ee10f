/*
 * From verdicts to points: a pure function.
 *
 * passed and broken items get their points, skipped and failed ones none; a
 * failed item with `share` gets points in proportion to its scenarios, unless
 * a finding decided against it.  Deductions are taken from the sum for each
 * confirmed finding, capped; a fault that several analysers tell of is one
 * (finding_same_fault), and no more is taken than is left.  The score is never
 * below 0 and never above `possible` plus the extra credit.
 */
#ifndef PROCTOR_CORE_SCORE_H
#define PROCTOR_CORE_SCORE_H

#include <jansson.h>
#include <stddef.h>

#include "harness/core/finding.h"
#include "harness/core/judge.h"
#include "harness/core/rubric.h"

struct score_item {
	char *item;
	double points; /* got */
	double possible; /* could be had */
};

/* A deduction that was taken. */
struct score_deduction {
	char *finding; /* the kind */
	char *title;
	unsigned count; /* findings of that kind */
	double points; /* taken, above 0 */
};

struct score {
	double score;
	double possible;
	struct score_item *items;
	size_t items_count;
	struct score_deduction *deductions;
	size_t deductions_count;
};

#define cleanup_score __attribute__((cleanup(score_release)))

void score_release(struct score *score);
void score(const struct rubric *rubric, const struct judgements *judgements,
	const struct findings *findings, struct score *ret);

/*
 * score.jsonl: a line for each item ({"item","points","possible"}), one for
 * each deduction ({"deduction","title","count","points"}), last the sum
 * ({"score","possible"}).
 */
json_t *score_to_json(const struct score *score); /* an array of those lines */
int score_from_json(const json_t *lines, struct score *ret, struct buf *why);

#endif
