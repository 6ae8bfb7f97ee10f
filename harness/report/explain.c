#include "harness/report/explain.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/costs.h"
#include "harness/report/evidence.h"
#include "harness/report/explain_run.h"
#include "harness/report/visible.h"

/* What is shown in full for one item; the rest is named or counted. */
enum { MOST_SCENARIOS = 3, MOST_FINDINGS = 5 };

void explained_release(struct explained *told)
{
	for (size_t i = 0; i < told->count; i++)
		free(told->list[i].text);
	free(told->list);
	*told = (struct explained){ .list = NULL };
}

/*
 * What tells two runs apart for a reader.  Tasks, descriptors and counts differ
 * from scenario to scenario: for a wait, the place and the kind of it say all.
 */
static char *run_key(const struct observation *observation, const char *text)
{
	const json_t *cause = json_array_get(json_object_get(observation->record, "waits"), 0);
	const json_t *frame = cause ? evidence_frame(cause) : NULL;

	if (!frame)
		return xstrdup(text);
	return xasprintf("%s %s:%d", jsonl_string(cause, "kind", ""),
		jsonl_string(frame, "file", ""), (int)jsonl_number(frame, "line", 0));
}

/* The scenario that showed the same before, or NULL; then it is remembered. */
static const char *told_before(struct explained *told, const char *text, const char *scenario)
{
	for (size_t i = 0; i < told->count; i++)
		if (strcmp(told->list[i].text, text) == 0)
			return told->list[i].scenario;
	told->list = xreallocarray(told->list, told->count + 1, sizeof(*told->list));
	told->list[told->count++] = (struct explained_run){ xstrdup(text), scenario };
	return NULL;
}

/* What to read next, each thing once. */
struct reading {
	struct buf list; /* "pipe(7), fork(2)" */
};

static void reading_add(struct reading *reading, const char *what)
{
	size_t length = what ? strlen(what) : 0;
	const char *at = reading->list.data;

	if (length == 0)
		return;
	for (; (at = strstr(at, what)); at += length)
		if ((at == reading->list.data || at[-1] == ' ') &&
			(at[length] == '\0' || at[length] == ','))
			return;
	if (reading->list.length)
		buf_adds(&reading->list, ", ");
	buf_adds(&reading->list, what);
}

/* Begins a piece of evidence: a blank line before all but the first. */
static void begin_piece(const struct paper *paper, size_t *pieces)
{
	if ((*pieces)++ > 0)
		paper_blank(paper);
}

static void put_scenario_head(const struct paper *paper, const struct observation *observation)
{
	cleanup_buf struct buf name = BUF_INIT;
	const char *about = jsonl_string(observation->record, "about", "");

	buf_adds(&name, observation->scenario);
	if (observation->tool)
		buf_printf(&name, ", run under %s", observation->tool);
	paper_labelled(paper, "Scenario:", name.data, INK_STRONG);
	if (*about) {
		cleanup_buf struct buf sentence = BUF_INIT;

		explain_sentence(&sentence, about);
		paper_labelled(paper, "", sentence.data, INK_PLAIN);
	}
}

static void put_scenario(const struct paper *paper, const struct report *report,
	const struct observation *observation, struct explained *told)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_free char *key = NULL;
	struct paper body = *paper;
	const char *before;

	body.out = &text;
	explain_run(&body, observation);
	explain_origin(&body, report, observation);
	put_scenario_head(paper, observation);
	key = run_key(observation, text.data);
	before = told_before(told, key, observation->scenario);
	if (before) {
		cleanup_free char *same = xasprintf("the same as in %s, see there.", before);

		paper_labelled(paper, "Seen:", same, INK_PLAIN);
	} else {
		buf_add(paper->out, text.data, text.length);
	}
	explain_commands(paper, observation);
}

static void put_other_scenarios(const struct paper *paper, char *const *names, size_t count)
{
	cleanup_buf struct buf text = BUF_INIT;

	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", names[i]);
	paper_blank(paper);
	paper_text(paper, "These failed as well: ", text.data, INK_PLAIN);
}

static bool has_origin(const struct report *report, const char *scenario)
{
	const struct observation *o = evidence_observation(report, scenario, VERDICT_FAILED);

	return o && evidence_origin(report, o);
}

/* The scenarios that failed, those with a place in the source first; caller frees the array. */
static char **ordered(const struct report *report, const struct judgement *judgement)
{
	char **names = xcalloc(judgement->scenarios_count + 1, sizeof(*names));
	size_t count = 0;

	for (int place = 1; place >= 0; place--)
		for (size_t i = 0; i < judgement->scenarios_count; i++)
			if (has_origin(report, judgement->scenarios[i]) == place)
				names[count++] = judgement->scenarios[i];
	return names;
}

static size_t put_scenarios(const struct paper *paper, const struct report *report,
	const struct judgement *judgement, size_t pieces, struct explained *told,
	struct reading *reading)
{
	cleanup_free char **names = ordered(report, judgement);
	size_t shown = 0;
	size_t i;

	for (i = 0; i < judgement->scenarios_count && shown < MOST_SCENARIOS; i++) {
		const struct observation *o =
			evidence_observation(report, names[i], VERDICT_FAILED);
		const json_t *unmet = o ? evidence_unmet(o) : NULL;
		const struct finding *origin = o ? evidence_origin(report, o) : NULL;

		if (!o)
			continue;
		begin_piece(paper, &pieces);
		put_scenario(paper, report, o, told);
		reading_add(reading, jsonl_string(unmet, "read", NULL));
		reading_add(reading, origin ? origin->read : NULL);
		shown++;
	}
	put_other_scenarios(paper, names + i, judgement->scenarios_count - i);
	return pieces;
}

/* What is named of many; the rest is counted. */
enum { MOST_NAMES = 6 };

/* "data race (explorer, helgrind)": the kind and everyone who saw it. */
static void add_kind(struct buf *into, const struct fault *fault)
{
	const struct finding_kind *kind = finding_kind(fault->told->kind);
	cleanup_free char *names =
		fault_names(fault->analysers, fault->analysers_count, MOST_NAMES);

	buf_printf(into, "%s (%s)", kind ? kind->about : fault->told->kind, names);
}

/* Where this reader may know that it was seen. */
static void put_places_seen(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct fault *fault)
{
	cleanup_free const char **open = xcalloc(fault->scenarios_count + 1, sizeof(*open));
	cleanup_free char *names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < fault->scenarios_count; i++)
		if (visible_scenario(report, style, fault->scenarios[i]))
			open[count++] = fault->scenarios[i];
	names = fault_names(open, count, MOST_NAMES);
	if (*names)
		paper_labelled(paper, "Seen in:", names, INK_FAINT);
}

static void put_costs(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct fault *fault, bool single)
{
	cleanup_free char *names = costs_names(report, style, fault);

	if (*names && (single || strchr(names, ',')))
		paper_labelled(paper, "Costs:", names, INK_PLAIN);
}

/* "bank.c:31, in transfer(): " */
static void add_place(struct buf *into, const struct finding *finding)
{
	if (*finding->file)
		buf_adds(into, finding->file);
	if (*finding->file && finding->line)
		buf_printf(into, ":%u", finding->line);
	if (*finding->function)
		buf_printf(into, "%sin %s()", into->length ? ", " : "", finding->function);
	if (into->length)
		buf_adds(into, ": ");
}

/* The first of its findings that has steps, or the command to see it again; NULL: none has. */
static const struct finding *finding_with(
	const struct report *report, const struct fault *fault, size_t field)
{
	for (size_t i = 0; i < fault->findings_count; i++) {
		const struct finding *finding = &report->findings.list[fault->findings[i]];

		if (**(char *const *)((const char *)finding + field))
			return finding;
	}
	return NULL;
}

static void put_again(
	const struct paper *paper, const struct report *report, const struct fault *fault)
{
	const struct finding *told = finding_with(report, fault, offsetof(struct finding, repeat));

	if (told)
		paper_labelled(paper, "Again:", told->repeat, INK_FAINT);
}

static void put_story(
	const struct paper *paper, const struct report *report, const struct fault *fault)
{
	const struct finding *told = finding_with(report, fault, offsetof(struct finding, story));
	struct paper inner = *paper;

	if (!told)
		return;
	paper_labelled(paper, "Steps:", "how it came to that in the explorer", INK_FAINT);
	inner.indent += 2;
	paper_lines(&inner, told->story);
}

void explain_fault(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct fault *fault, bool costs)
{
	const struct finding *finding = fault->told;
	cleanup_buf struct buf place = BUF_INIT;
	cleanup_buf struct buf message = BUF_INIT;

	add_place(&place, finding);
	add_kind(&place, fault);
	paper_labelled(paper, "Found:", place.data, INK_STRONG);
	explain_sentence(&message, finding->message);
	paper_labelled(paper, "", message.data, INK_PLAIN);
	if (*finding->hint) {
		cleanup_buf struct buf hint = BUF_INIT;

		buf_adds(&hint, "→ ");
		explain_sentence(&hint, finding->hint);
		paper_labelled(paper, "", hint.data, INK_STRONG);
	}
	put_story(paper, report, fault);
	put_places_seen(paper, report, style, fault);
	put_costs(paper, report, style, fault, costs);
	put_again(paper, report, fault);
}

static size_t put_findings(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct report_item *item, size_t pieces,
	struct reading *reading)
{
	size_t count = 0;

	for (size_t i = 0; i < report->faults.count; i++) {
		const struct fault *fault = &report->faults.list[i];

		if (!evidence_fault_decides(report, item, fault) || count++ >= MOST_FINDINGS)
			continue;
		begin_piece(paper, &pieces);
		explain_fault(paper, report, style, fault, false);
		reading_add(reading, fault->told->read);
	}
	if (count > MOST_FINDINGS) {
		cleanup_free char *more = text_count(count - MOST_FINDINGS, "more finding");

		paper_blank(paper);
		paper_text(paper, "… and ", more, INK_FAINT);
	}
	return pieces;
}

/*
 * A reason as judge() words it: a part of a sentence, so a plain word at its
 * start gets a capital ("lines/order …" is a name and stays as it is).
 */
static void put_reason(const struct paper *paper, const char *reason)
{
	cleanup_buf struct buf sentence = BUF_INIT;

	explain_sentence(&sentence, reason);
	if (strspn(reason, "abcdefghijklmnopqrstuvwxyz") == strcspn(reason, " ") && *reason)
		sentence.data[0] = (char)toupper((unsigned char)reason[0]);
	paper_text(paper, "", sentence.data, INK_PLAIN);
}

static void put_counts(const struct paper *paper, const struct judgement *judgement)
{
	cleanup_free char *text =
		xasprintf("%u of %u scenarios passed.", judgement->passed, judgement->total);

	if (judgement->total < 2 || judgement->passed == judgement->total)
		return;
	paper_text(paper, "", text, INK_PLAIN);
	paper_blank(paper);
}

static bool build_failed(const struct report *report, const struct report_item *item)
{
	return item->rubric->build && report->build == VERDICT_FAILED && report->build_reason &&
	       *report->build_reason;
}

static void put_reading(
	const struct paper *paper, const struct report_item *item, struct reading *reading)
{
	const char *hint = item->rubric->hint ? item->rubric->hint : "";

	reading_add(reading, item->rubric->read);
	if (*hint || reading->list.length)
		paper_blank(paper);
	if (*hint)
		paper_text(paper, "Hint: ", hint, INK_PLAIN);
	if (reading->list.length)
		paper_text(paper, "Read: ", reading->list.data, INK_PLAIN);
}

bool explain_unbuilt(const struct report *report, const struct report_item *item)
{
	return report->build == VERDICT_FAILED && !item->rubric->build &&
	       item->judgement->verdict == VERDICT_FAILED;
}

static void explain_failed(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct report_item *item, struct explained *told)
{
	const struct judgement *judgement = item->judgement;
	struct reading reading = { .list = BUF_INIT };
	size_t pieces = 0;

	if (explain_unbuilt(report, item)) {
		put_reason(paper, judgement->reason);
		return;
	}
	put_counts(paper, judgement);
	if (build_failed(report, item)) {
		paper_text(paper, "", report->build_reason, INK_PLAIN);
		pieces++;
	}
	pieces = put_scenarios(paper, report, judgement, pieces, told, &reading);
	pieces = put_findings(paper, report, style, item, pieces, &reading);
	if (pieces == 0)
		put_reason(paper, judgement->reason);
	put_reading(paper, item, &reading);
	buf_release(&reading.list);
}

/* What went wrong on our side is for those who can mend it. */
static void put_broken_runs(
	const struct paper *paper, const struct report *report, const struct report_item *item)
{
	paper_text(paper, "For staff: ", item->judgement->reason, INK_OURS);
	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *o = &report->observations.list[i];
		cleanup_free char *text = xasprintf("%s: %s", o->scenario, o->reason);

		/* The judgement's reason quotes the first of them. */
		if (o->verdict == VERDICT_BROKEN && !strstr(item->judgement->reason, o->reason) &&
			rubric_item_counts(item->rubric, o->scenario))
			paper_text(paper, "           ", text, INK_PLAIN);
	}
}

void explain_item(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct report_item *item, struct explained *told)
{
	switch (item->judgement->verdict) {
	case VERDICT_PASSED:
		return;
	case VERDICT_SKIPPED:
		put_reason(paper, item->judgement->reason);
		return;
	case VERDICT_BROKEN:
		paper_text(paper, "",
			"This could not be checked. That is our fault and costs you no points.",
			INK_PLAIN);
		if (style->staff)
			put_broken_runs(paper, report, item);
		return;
	case VERDICT_FAILED:
		explain_failed(paper, report, style, item, told);
		return;
	}
}

char *explain_text(const struct report *report, const struct report_style *style,
	const struct report_item *item, unsigned width)
{
	cleanup_explained struct explained told = { .list = NULL };
	struct buf text = BUF_INIT;
	struct paper paper = { .out = &text, .width = width };

	explain_item(&paper, report, style, item, &told);
	return buf_steal(&text);
}
