/*
 * Everything that is known of a grade, for other programs:
 *
 *	assignment, title, submission, digest, score, possible,
 *	build {verdict, reason},
 *	items[] {id, title, verdict, points, possible, reason, hint?, read?,
 *	         visible, extra?, scenarios[], findings[]},
 *	hidden? {items, points, possible},
 *	findings[],
 *	faults[] {kind, file, line, function, subject, message, hint, read, repeat, confirmed,
 *	         analysers[], scenarios[], items[], findings[]},
 *	deductions[] {finding, title, count, points},
 *	observations[] {scenario, tool?, verdict, reason, about, denied? {what, kind, why}[]},
 *	isolation {mode}, tools[] {name, version}, cpu_seconds, broken
 *
 * scenarios and findings of an item are those that decided against it;
 * findings are indexes into the findings of the document.  A fault is all findings that
 * tell of it as one, the first what to look at first; items are those that it costs.  Without
 *style->staff what only staff may see is left out, and `hidden` says how much of the score it is.
 */
#include "harness/report/report.h"

#include <math.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/report/costs.h"
#include "harness/report/evidence.h"
#include "harness/report/output.h"
#include "harness/report/visible.h"

static json_t *text_or_empty(const char *text)
{
	return text ? jsonl_text(text, strlen(text)) : json_string("");
}

/* Where each finding of the report stands in the document; -1: left out. */
struct places {
	json_int_t *list;
	json_t *findings;
};

static struct places place_findings(const struct report *report, const struct report_style *style)
{
	struct places places = {
		.list = xcalloc(report->findings.count, sizeof(*places.list)),
		.findings = json_array(),
	};

	for (size_t i = 0; i < report->findings.count; i++) {
		bool shown = visible_finding(report, style, i);

		places.list[i] = shown ? (json_int_t)json_array_size(places.findings) : -1;
		if (shown)
			json_array_append_new(
				places.findings, finding_to_json(&report->findings.list[i]));
	}
	return places;
}

static json_t *visible_scenarios(
	const struct report *report, const struct report_style *style, const struct fault *fault)
{
	json_t *list = json_array();

	for (size_t i = 0; i < fault->scenarios_count; i++)
		if (visible_scenario(report, style, fault->scenarios[i]))
			json_array_append_new(list, text_or_empty(fault->scenarios[i]));
	return list;
}

static json_t *fault_items(
	const struct report *report, const struct report_style *style, const struct fault *fault)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->items_count; i++)
		if (visible_item(style, &report->items[i]) &&
			costs_item(report, fault, &report->items[i]))
			json_array_append_new(list, text_or_empty(report->items[i].rubric->id));
	return list;
}

/* The best of its findings, with all that the others add. */
static json_t *fault_to_json(const struct report *report, const struct report_style *style,
	const struct fault *fault, const json_int_t *places)
{
	json_t *object = finding_to_json(fault->told);
	json_t *analysers = json_array();
	json_t *findings = json_array();

	json_object_del(object, "analyser");
	json_object_del(object, "scenario");
	for (size_t i = 0; i < fault->analysers_count; i++)
		json_array_append_new(analysers, text_or_empty(fault->analysers[i]));
	for (size_t i = 0; i < fault->findings_count; i++)
		if (places[fault->findings[i]] >= 0)
			json_array_append_new(findings, json_integer(places[fault->findings[i]]));
	json_object_set_new(object, "confirmed", json_boolean(fault->confirmed));
	json_object_set_new(object, "analysers", analysers);
	json_object_set_new(object, "scenarios", visible_scenarios(report, style, fault));
	json_object_set_new(object, "items", fault_items(report, style, fault));
	json_object_set_new(object, "findings", findings);
	return object;
}

static json_t *faults_to_json(
	const struct report *report, const struct report_style *style, const json_int_t *places)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->faults.count; i++)
		if (visible_fault(report, style, &report->faults.list[i]))
			json_array_append_new(list,
				fault_to_json(report, style, &report->faults.list[i], places));
	return list;
}

static json_t *item_scenarios(const struct judgement *judgement)
{
	json_t *list = json_array();

	for (size_t i = 0; i < judgement->scenarios_count; i++)
		json_array_append_new(list, text_or_empty(judgement->scenarios[i]));
	return list;
}

static json_t *item_findings(
	const struct report *report, const struct report_item *item, const json_int_t *places)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->findings.count; i++)
		if (places[i] >= 0 && evidence_decides(report, item, i))
			json_array_append_new(list, json_integer(places[i]));
	return list;
}

static json_t *item_to_json(
	const struct report *report, const struct report_item *item, const json_int_t *places)
{
	const struct rubric_item *rubric = item->rubric;
	const struct judgement *judgement = item->judgement;
	json_t *object = json_object();

	json_object_set_new(object, "id", text_or_empty(rubric->id));
	json_object_set_new(object, "title", text_or_empty(rubric->title));
	json_object_set_new(object, "verdict", json_string(verdict_name(judgement->verdict)));
	json_object_set_new(object, "points", jsonl_points(item->points));
	json_object_set_new(object, "possible", jsonl_points(item->possible));
	json_object_set_new(object, "reason", text_or_empty(judgement->reason));
	if (rubric->hint)
		json_object_set_new(object, "hint", text_or_empty(rubric->hint));
	if (rubric->read)
		json_object_set_new(object, "read", text_or_empty(rubric->read));
	json_object_set_new(object, "visible",
		json_string(rubric->visible == RUBRIC_STAFF ? "staff" : "student"));
	if (rubric->extra)
		json_object_set_new(object, "extra", json_true());
	json_object_set_new(object, "scenarios", item_scenarios(judgement));
	json_object_set_new(object, "findings", item_findings(report, item, places));
	return object;
}

static json_t *items_to_json(
	const struct report *report, const struct report_style *style, const json_int_t *places)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->items_count; i++)
		if (visible_item(style, &report->items[i]))
			json_array_append_new(
				list, item_to_json(report, &report->items[i], places));
	return list;
}

static void add_hidden(
	json_t *document, const struct report *report, const struct report_style *style)
{
	struct visible_rest rest = visible_rest(report, style);
	json_t *hidden;

	if (rest.count == 0)
		return;
	hidden = json_object();
	json_object_set_new(hidden, "items", json_integer((json_int_t)rest.count));
	json_object_set_new(hidden, "points", jsonl_points(rest.points));
	json_object_set_new(hidden, "possible", jsonl_points(rest.possible));
	json_object_set_new(document, "hidden", hidden);
}

static json_t *deductions_to_json(const struct score *score)
{
	json_t *list = json_array();

	for (size_t i = 0; i < score->deductions_count; i++) {
		const struct score_deduction *deduction = &score->deductions[i];
		json_t *object = json_object();

		json_object_set_new(object, "finding", text_or_empty(deduction->finding));
		json_object_set_new(object, "title", text_or_empty(deduction->title));
		json_object_set_new(object, "count", json_integer(deduction->count));
		json_object_set_new(object, "points", jsonl_points(deduction->points));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *observations_to_json(const struct report *report, const struct report_style *style)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *o = &report->observations.list[i];
		json_t *object;

		if (!visible_observation(report, style, o))
			continue;
		object = json_object();
		json_object_set_new(object, "scenario", text_or_empty(o->scenario));
		if (o->tool)
			json_object_set_new(object, "tool", text_or_empty(o->tool));
		json_object_set_new(object, "verdict", json_string(verdict_name(o->verdict)));
		json_object_set_new(object, "reason", text_or_empty(o->reason));
		json_object_set_new(
			object, "about", text_or_empty(jsonl_string(o->record, "about", "")));
		if (json_array_size(json_object_get(o->record, "denied")))
			json_object_set(object, "denied", json_object_get(o->record, "denied"));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *tools_to_json(const struct report *report)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->tools_count; i++) {
		json_t *object = json_object();

		json_object_set_new(object, "name", text_or_empty(report->tools[i].name));
		json_object_set_new(object, "version", text_or_empty(report->tools[i].version));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *build_to_json(const struct report *report)
{
	json_t *object = json_object();

	json_object_set_new(object, "verdict", json_string(verdict_name(report->build)));
	json_object_set_new(object, "reason", text_or_empty(report->build_reason));
	return object;
}

static json_t *isolation_to_json(const struct report *report)
{
	json_t *object = json_object();

	json_object_set_new(object, "mode", text_or_empty(report->mode));
	return object;
}

static int write_json(const struct report *report, const struct report_style *style, FILE *out)
{
	cleanup_json json_t *document = json_object();
	struct places places = place_findings(report, style);
	cleanup_free json_int_t *list = places.list;

	json_object_set_new(document, "assignment", text_or_empty(report->assignment));
	json_object_set_new(document, "title", text_or_empty(report->title));
	json_object_set_new(document, "submission", text_or_empty(report->submission));
	json_object_set_new(document, "digest", text_or_empty(report->digest));
	json_object_set_new(document, "score", jsonl_points(report->score.score));
	json_object_set_new(document, "possible", jsonl_points(report->score.possible));
	json_object_set_new(document, "build", build_to_json(report));
	json_object_set_new(document, "items", items_to_json(report, style, list));
	add_hidden(document, report, style);
	json_object_set_new(document, "findings", places.findings);
	json_object_set_new(document, "faults", faults_to_json(report, style, list));
	json_object_set_new(document, "deductions", deductions_to_json(&report->score));
	json_object_set_new(document, "observations", observations_to_json(report, style));
	json_object_set_new(document, "isolation", isolation_to_json(report));
	json_object_set_new(document, "tools", tools_to_json(report));
	json_object_set_new(
		document, "cpu_seconds", json_real(round(report->cpu_seconds * 1000) / 1000));
	json_object_set_new(document, "broken", json_boolean(report->broken));
	return output_json(document, out);
}

REGISTRY_ADD(report_formats, report_format) = {
	.name = "json",
	.file = "report.json",
	.about = "everything, for other programs",
	.write = write_json,
};
