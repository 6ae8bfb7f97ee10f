#include "harness/report/evidence.h"

#include <string.h>

#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/columns.h"
#include "harness/report/outcome_words.h"

/* Columns of a summary: it stands in lists and in attributes. */
enum { LONGEST_SUMMARY = 300 };

const struct observation *evidence_observation(
	const struct report *report, const char *scenario, enum verdict verdict)
{
	const struct observation *found = NULL;

	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *o = &report->observations.list[i];

		if (o->verdict != verdict || strcmp(o->scenario, scenario) != 0)
			continue;
		if (!o->tool)
			return o;
		if (!found)
			found = o;
	}
	return found;
}

const json_t *evidence_unmet(const struct observation *observation)
{
	const json_t *list = json_object_get(observation->record, "expectations");
	const json_t *expectation;
	size_t i;

	json_array_foreach(list, i, expectation) if (json_is_false(json_object_get(expectation,
							     "met"))) return expectation;
	return NULL;
}

bool evidence_is_fault(const char *outcome)
{
	cleanup_buf struct buf remark = BUF_INIT;

	outcome_remark(&remark, outcome);
	return remark.length && strcmp(outcome, "SIGNALLED(9)") != 0 &&
	       strcmp(outcome, "SIGNALLED(15)") != 0;
}

/* What the expectation saw is "SIGNALLED(9) (was killed …)": the scenario minds it. */
static bool is_seen(const char *outcome, const char *seen)
{
	cleanup_buf struct buf remark = BUF_INIT;

	outcome_remark(&remark, outcome);
	return remark.length && text_starts(seen, outcome);
}

const char *evidence_outcome(const struct observation *observation)
{
	const json_t *list = json_object_get(observation->record, "peers");
	const char *seen = jsonl_string(evidence_unmet(observation), "seen", "");
	const char *found = NULL;
	const json_t *peer;
	size_t i;

	json_array_foreach(list, i, peer)
	{
		const char *outcome = jsonl_string(peer, "outcome", "");

		if (strcmp(jsonl_string(peer, "program", ""), "reference") == 0)
			continue;
		if (is_seen(outcome, seen))
			return outcome;
		if (!found && evidence_is_fault(outcome))
			found = outcome;
	}
	return found;
}

const json_t *evidence_frame(const json_t *wait)
{
	const json_t *frame;
	size_t i;

	json_array_foreach(json_object_get(wait, "frames"), i,
		frame) if (*jsonl_string(frame, "file", "") &&
			   jsonl_number(frame, "line", 0) > 0) return frame;
	return NULL;
}

const struct finding *evidence_origin(
	const struct report *report, const struct observation *observation)
{
	static const char *const analysers[] = { "ends", "origin", "residue" };

	for (size_t i = 0; i < report->findings.count && !observation->tool; i++) {
		const struct finding *finding = &report->findings.list[i];

		if (!finding->line || !finding->confirmed || strcmp(finding->kind, "denied") == 0 ||
			strcmp(finding->scenario, observation->scenario) != 0)
			continue;
		for (size_t k = 0; k < sizeof(analysers) / sizeof(*analysers); k++)
			if (strcmp(finding->analyser, analysers[k]) == 0)
				return finding;
	}
	return NULL;
}

bool evidence_decides(const struct report *report, const struct report_item *item, size_t finding)
{
	const struct finding *f = &report->findings.list[finding];

	for (size_t i = 0; i < item->judgement->findings_count; i++)
		if (item->judgement->findings[i] == finding)
			return true;
	return item->rubric->build && report->build == VERDICT_FAILED && f->confirmed &&
	       strcmp(f->kind, "compile-error") == 0;
}

bool evidence_fault_decides(
	const struct report *report, const struct report_item *item, const struct fault *fault)
{
	for (size_t i = 0; i < fault->findings_count; i++)
		if (evidence_decides(report, item, fault->findings[i]))
			return true;
	return false;
}

/* The first observation that decided against the item, or NULL. */
static const struct observation *first_observation(
	const struct report *report, const struct report_item *item)
{
	for (size_t i = 0; i < item->judgement->scenarios_count; i++) {
		const struct observation *o = evidence_observation(
			report, item->judgement->scenarios[i], item->judgement->verdict);

		if (o)
			return o;
	}
	return NULL;
}

static const struct finding *first_finding(
	const struct report *report, const struct report_item *item)
{
	for (size_t i = 0; i < report->faults.count; i++)
		if (evidence_fault_decides(report, item, &report->faults.list[i]))
			return report->faults.list[i].told;
	return NULL;
}

bool evidence_place(
	const struct report *report, const struct report_item *item, struct evidence_place *ret)
{
	const struct finding *finding = first_finding(report, item);
	const struct observation *o = first_observation(report, item);
	const json_t *wait;
	size_t i;

	if (!finding && o)
		finding = evidence_origin(report, o);
	if (finding && *finding->file) {
		*ret = (struct evidence_place){ finding->file, finding->line };
		return true;
	}
	json_array_foreach(json_object_get(o ? o->record : NULL, "waits"), i, wait)
	{
		const json_t *frame = evidence_frame(wait);

		if (!frame)
			continue;
		ret->file = jsonl_string(frame, "file", "");
		ret->line = (unsigned)jsonl_number(frame, "line", 0);
		return true;
	}
	return false;
}

const char *evidence_type(const struct report *report, const struct report_item *item)
{
	const struct finding *finding = first_finding(report, item);
	const struct observation *o = first_observation(report, item);
	const char *outcome = o ? evidence_outcome(o) : NULL;

	if (item->judgement->verdict == VERDICT_BROKEN)
		return "grader";
	if (item->rubric->build && report->build == VERDICT_FAILED)
		return "build";
	if (finding)
		return finding->kind;
	return outcome ? outcome : "expectation";
}

/* Texts of several lines make no sentence; the observation's reason is one. */
static void add_unmet(struct buf *into, const struct observation *observation)
{
	const json_t *unmet = evidence_unmet(observation);
	const char *expected = jsonl_string(unmet, "expected", "");
	const char *seen = jsonl_string(unmet, "seen", "");

	if (!unmet || ((strchr(expected, '\n') || strchr(seen, '\n')) && *observation->reason))
		buf_adds(into, observation->reason);
	else
		buf_printf(into, "%s: expected %s, seen %s", jsonl_string(unmet, "what", ""),
			expected, seen);
}

static void add_reason(
	const struct report *report, const struct report_item *item, struct buf *into)
{
	const struct finding *finding = first_finding(report, item);
	const struct observation *o = first_observation(report, item);
	const char *build_reason = report->build_reason ? report->build_reason : "";

	if (item->judgement->verdict != VERDICT_FAILED)
		buf_adds(into, item->judgement->reason);
	else if (item->rubric->build && report->build == VERDICT_FAILED && *build_reason)
		buf_adds(into, build_reason);
	else if (o)
		add_unmet(into, o);
	else if (finding)
		buf_adds(into, finding->message);
	else
		buf_adds(into, item->judgement->reason);
}

void evidence_summary(const struct report *report, const struct report_item *item, struct buf *into)
{
	cleanup_buf struct buf reason = BUF_INIT;
	size_t length;

	add_reason(report, item, &reason);
	for (size_t i = 0; i < reason.length; i++)
		if (reason.data[i] == '\n')
			reason.data[i] = ' ';
	length = columns_fit(reason.data, reason.length, LONGEST_SUMMARY);
	columns_safe(into, reason.data, length);
	if (length < reason.length)
		buf_adds(into, "…");
}
