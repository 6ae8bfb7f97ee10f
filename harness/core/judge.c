#include "harness/core/judge.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"
#include "harness/core/seen.h"

/* All that an item's verdict is drawn from. */
struct hearing {
	const struct rubric *rubric;
	const struct evidence *evidence;
	struct seen *seen; /* every scenario once, sorted */
	size_t seen_count;
	const struct judgement *before; /* of the items so far: those that may be required */
};

/* What the scenarios of one item say. */
struct tally {
	unsigned passed;
	unsigned total;
	unsigned failed; /* seen to fail */
	unsigned unbuilt; /* not run, since the program did not build */
	unsigned broken;
	const struct seen *first_failed;
	const struct seen *first_broken;
};

static struct tally count_scenarios(const struct hearing *hearing, const struct rubric_item *item)
{
	struct tally tally = { .total = 0 };

	for (size_t i = 0; i < hearing->seen_count; i++) {
		const struct seen *seen = &hearing->seen[i];

		if (!rubric_item_counts(item, seen->scenario))
			continue;
		tally.total++;
		if (seen->verdict == VERDICT_FAILED && !seen->observed) {
			tally.unbuilt++;
		} else if (seen->verdict == VERDICT_FAILED) {
			if (tally.failed++ == 0)
				tally.first_failed = seen;
		} else if (seen->verdict == VERDICT_BROKEN) {
			if (tally.broken++ == 0)
				tally.first_broken = seen;
		}
	}
	tally.passed = tally.total - tally.failed - tally.unbuilt;
	return tally;
}

static bool decides(const struct rubric_item *item, const struct finding *finding)
{
	bool kind = false;
	bool within = item->within_count == 0;

	for (unsigned i = 0; i < item->findings_count && !kind; i++)
		kind = !strcmp(item->findings[i], finding->kind);
	for (unsigned i = 0; i < item->within_count && !within; i++)
		within = text_matches(item->within[i], finding->scenario ? finding->scenario : "");
	return finding->confirmed && kind && within;
}

static void collect_findings(
	const struct hearing *hearing, const struct rubric_item *item, struct judgement *made)
{
	const struct findings *all = hearing->evidence->findings;

	if (item->findings_count == 0 || all->count == 0)
		return;
	made->findings = xcalloc(all->count, sizeof(*made->findings));
	for (size_t i = 0; i < all->count; i++)
		if (decides(item, &all->list[i]))
			made->findings[made->findings_count++] = i;
}

static void collect_scenarios(
	const struct hearing *hearing, const struct rubric_item *item, struct judgement *made)
{
	made->scenarios = xcalloc(hearing->seen_count, sizeof(*made->scenarios));
	for (size_t i = 0; i < hearing->seen_count; i++)
		if (hearing->seen[i].verdict == VERDICT_FAILED &&
			rubric_item_counts(item, hearing->seen[i].scenario))
			made->scenarios[made->scenarios_count++] =
				xstrdup(hearing->seen[i].scenario);
}

/* The first required item that was not passed, or NULL. */
static const char *unmet(const struct hearing *hearing, unsigned index)
{
	const struct rubric_item *item = &hearing->rubric->items[index];

	for (unsigned i = 0; i < item->requires_count; i++)
		for (unsigned j = 0; j < index; j++)
			if (!strcmp(hearing->before[j].item, item->requires[i]) &&
				(hearing->before[j].verdict == VERDICT_FAILED ||
					hearing->before[j].verdict == VERDICT_SKIPPED))
	return item->requires[i];
	return NULL;
}

/* Whether the item could not even be tried, since there is no program. */
static bool is_unbuilt(
	const struct hearing *hearing, const struct rubric_item *item, const struct tally *tally)
{
	if (hearing->evidence->build != VERDICT_FAILED)
		return false;
	return tally->unbuilt > 0 ||
	       (tally->total == 0 && (item->findings_count > 0 || item->scenarios_count > 0));
}

/* The first of the item's kinds that is among these, or NULL. */
static const char *kind_among(
	const struct rubric_item *item, const char *const *kinds, size_t kinds_count)
{
	for (unsigned i = 0; i < item->findings_count; i++)
		for (size_t j = 0; j < kinds_count; j++)
			if (!strcmp(item->findings[i], kinds[j]))
				return item->findings[i];
	return NULL;
}

/* Begins one more part of a sentence. */
static void next_part(struct buf *reason)
{
	if (reason->length)
		buf_adds(reason, "; ");
}

static void tell_failed(const struct tally *tally, struct buf *reason)
{
	const struct seen *first = tally->first_failed;

	if (tally->failed == 0)
		return;
	next_part(reason);
	if (tally->failed > 1)
		buf_printf(reason, "%u of %u scenarios failed: %s%s%s", tally->failed, tally->total,
			first->scenario, *first->reason ? ": " : "", first->reason);
	else if (*first->reason)
		buf_adds(reason, first->reason);
	else
		buf_printf(reason, "%s failed", first->scenario);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static int compare_findings(const struct finding *a, const struct finding *b)
{
	int order = seen_compare_texts(or_empty(a->file), or_empty(b->file));

	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	if (!order)
		order = strcmp(a->kind, b->kind);
	if (!order)
		order = seen_compare_texts(or_empty(a->function), or_empty(b->function));
	if (!order)
		order = seen_compare_texts(or_empty(a->scenario), or_empty(b->scenario));
	return order;
}

/* "race at bank.c:31", or as near as it is known. */
static void tell_finding(const struct finding *finding, struct buf *reason)
{
	const char *file = or_empty(finding->file);
	const char *function = or_empty(finding->function);
	const char *scenario = or_empty(finding->scenario);

	buf_adds(reason, finding->kind);
	if (*file && finding->line)
		buf_printf(reason, " at %s:%u", file, finding->line);
	else if (*function)
		buf_printf(reason, " in %s()", function);
	else if (*file)
		buf_printf(reason, " in %s", file);
	else if (*scenario)
		buf_printf(reason, " in %s", scenario);
}

/* Whether an earlier one of the deciding findings tells of the same fault. */
static bool told_before(const struct findings *all, const struct judgement *made, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (finding_same_fault(
			    &all->list[made->findings[i]], &all->list[made->findings[index]]))
			return true;
	return false;
}

static void tell_findings(
	const struct findings *all, const struct judgement *made, struct buf *reason)
{
	const struct finding *first = NULL;
	unsigned faults = 0;

	for (size_t i = 0; i < made->findings_count; i++) {
		const struct finding *finding = &all->list[made->findings[i]];

		faults += !told_before(all, made, i);
		if (!first || compare_findings(finding, first) < 0)
			first = finding;
	}
	if (!first)
		return;
	next_part(reason);
	tell_finding(first, reason);
	if (faults > 1) {
		cleanup_free char *more = text_count(faults - 1, "more finding");

		buf_printf(reason, " and %s", more);
	}
}

static void tell_broken(const struct tally *tally, struct buf *reason)
{
	const struct seen *first = tally->first_broken;

	if (tally->broken == 0)
		return;
	next_part(reason);
	if (tally->broken > 1)
		buf_printf(reason, "%u of %u scenarios could not be observed: %s%s%s",
			tally->broken, tally->total, first->scenario, *first->reason ? ": " : "",
			first->reason);
	else
		buf_printf(reason, "%s could not be observed%s%s", first->scenario,
			*first->reason ? ": " : "", first->reason);
}

/* "failed" with its sentence, if anything failed; else `made` stays as it is. */
static void try_failed(const struct hearing *hearing, const struct rubric_item *item,
	const struct tally *tally, struct judgement *made)
{
	const struct evidence *evidence = hearing->evidence;
	bool build = item->build && evidence->build == VERDICT_FAILED;
	bool unbuilt = is_unbuilt(hearing, item, tally);
	bool withheld =
		kind_among(item, evidence->withheld_kinds, evidence->withheld_kinds_count) != NULL;
	cleanup_buf struct buf reason = BUF_INIT;

	collect_findings(hearing, item, made);
	if (!build && !unbuilt && !withheld && tally->failed == 0 && made->findings_count == 0)
		return;
	collect_scenarios(hearing, item, made);
	/* What did not build has no share of anything, whatever else was run; nor has tampering. */
	if (build || withheld)
		made->passed = 0;
	if (build && *or_empty(evidence->build_reason))
		buf_adds(&reason, evidence->build_reason);
	else if (build || unbuilt)
		buf_adds(&reason, seen_unbuilt);
	tell_failed(tally, &reason);
	tell_findings(evidence->findings, made, &reason);
	if (withheld && reason.length == 0)
		buf_adds(&reason, or_empty(evidence->withheld_reason));
	made->verdict = VERDICT_FAILED;
	made->reason = buf_steal(&reason);
}

/* The same for "broken". */
static void try_broken(const struct hearing *hearing, const struct rubric_item *item,
	const struct tally *tally, struct judgement *made)
{
	const struct evidence *evidence = hearing->evidence;
	const char *lost = kind_among(item, evidence->lost_kinds, evidence->lost_kinds_count);
	cleanup_buf struct buf reason = BUF_INIT;

	tell_broken(tally, &reason);
	if (tally->total == 0 && item->scenarios_count > 0)
		buf_adds(&reason, "no scenario of this item exists");
	if (lost) {
		next_part(&reason);
		buf_printf(&reason, "nobody could look for findings of the kind '%s'", lost);
	}
	if (reason.length == 0)
		return;
	made->verdict = VERDICT_BROKEN;
	made->reason = buf_steal(&reason);
}

static void judge_item(const struct hearing *hearing, unsigned index, struct judgement *made)
{
	const struct rubric_item *item = &hearing->rubric->items[index];
	const struct evidence *evidence = hearing->evidence;
	const struct tally tally = count_scenarios(hearing, item);
	const char *needed = unmet(hearing, index);

	made->item = xstrdup(item->id);
	made->verdict = VERDICT_PASSED;
	made->total = tally.total;
	made->passed = tally.passed;
	if (evidence->build == VERDICT_BROKEN) {
		made->verdict = VERDICT_BROKEN;
		made->passed = tally.total;
		made->reason =
			xstrdup(*or_empty(evidence->build_reason)
					? evidence->build_reason
					: "the program could not be built, for a reason of ours");
	} else if (needed) {
		made->verdict = VERDICT_SKIPPED;
		made->reason = xasprintf("needs `%s`, which was not passed", needed);
	} else {
		try_failed(hearing, item, &tally, made);
		if (made->verdict == VERDICT_PASSED)
			try_broken(hearing, item, &tally, made);
	}
	if (!made->reason)
		made->reason = xstrdup("");
}

void judge(const struct rubric *rubric, const struct evidence *evidence, struct judgements *ret)
{
	struct hearing hearing = { .rubric = rubric, .evidence = evidence };
	struct judgements made = { .count = rubric->items_count };

	hearing.seen = seen_collect(evidence, &hearing.seen_count);
	made.list = xcalloc(made.count, sizeof(*made.list));
	hearing.before = made.list;
	for (unsigned i = 0; i < rubric->items_count; i++)
		judge_item(&hearing, i, &made.list[i]);
	free(hearing.seen);
	*ret = made;
}
