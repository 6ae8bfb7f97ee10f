/*
 * From evidence to verdicts: a pure function.
 *
 * An item is
 *	skipped  when an item that it requires is failed or skipped,
 *	failed   when the build it asks for failed, one of its scenarios failed,
 *	         a confirmed finding of one of its kinds was made, or the submission
 *	         kept a tool from looking for one of its kinds,
 *	broken   when nothing failed, but some of its evidence could not be had
 *	         (a scenario broken or without an observation),
 *	passed   otherwise.
 * A broken requirement counts as met: our fault costs nobody points.
 * Neither the order of observations nor of findings changes anything.
 */
#ifndef PROCTOR_CORE_JUDGE_H
#define PROCTOR_CORE_JUDGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/core/finding.h"
#include "harness/core/observation.h"
#include "harness/core/rubric.h"
#include "harness/core/verdict.h"

/* All that a judgement rests on; everything is borrowed. */
struct evidence {
	enum verdict build; /* passed, failed or broken */
	const char *build_reason; /* one sentence when not passed, else "" */
	const struct observations *observations; /* plain and under tools */
	const struct findings *findings;
	const char *const *scenarios; /* all scenarios that should have run, suite/name */
	size_t scenarios_count;
	const char *const *lost_kinds; /* kinds of finding whose analyser could not do its work */
	size_t lost_kinds_count;
	const char *const *withheld_kinds; /* kinds whose tool the submission kept from its work */
	size_t withheld_kinds_count;
	const char *withheld_reason; /* one sentence where there are any */
};

/* The verdict on one item: one line of judge.jsonl. */
struct judgement {
	char *item;
	enum verdict verdict;
	unsigned passed; /* scenarios of the item that passed (broken ones count as passed);
			    0 when the build that the item asks for failed */
	unsigned total; /* scenarios of the item */
	char *reason; /* one sentence for people; "" when passed */
	char **scenarios; /* scenarios that decided against it, sorted */
	size_t scenarios_count;
	size_t *findings; /* indexes into findings that decided against it, ascending */
	size_t findings_count;
};

struct judgements {
	struct judgement *list; /* in the rubric's order, one for each item */
	size_t count;
};

#define cleanup_judgements __attribute__((cleanup(judgements_release)))

void judgements_release(struct judgements *judgements);
void judge(const struct rubric *rubric, const struct evidence *evidence, struct judgements *ret);

json_t *judgement_to_json(const struct judgement *judgement);
int judgements_from_json(const json_t *lines, struct judgements *ret, struct buf *why);

#endif
