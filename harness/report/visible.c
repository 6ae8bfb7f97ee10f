#include "harness/report/visible.h"

#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"
#include "harness/report/evidence.h"

bool visible_item(const struct report_style *style, const struct report_item *item)
{
	return style->staff || item->rubric->visible == RUBRIC_STUDENT;
}

/* Seen by a student unless only items for staff count it. */
static bool scenario_is_open(const struct report *report, const char *scenario)
{
	bool counted = false;

	for (size_t i = 0; i < report->items_count; i++) {
		const struct rubric_item *item = report->items[i].rubric;

		if (!rubric_item_counts(item, scenario))
			continue;
		if (item->visible == RUBRIC_STUDENT)
			return true;
		counted = true;
	}
	return !counted;
}

bool visible_observation(const struct report *report, const struct report_style *style,
	const struct observation *observation)
{
	return style->staff || scenario_is_open(report, observation->scenario);
}

static bool is_deducted(const struct report *report, const char *kind)
{
	for (size_t i = 0; i < report->score.deductions_count; i++)
		if (strcmp(report->score.deductions[i].finding, kind) == 0)
			return true;
	return false;
}

bool visible_finding(const struct report *report, const struct report_style *style, size_t index)
{
	const struct finding *finding = &report->findings.list[index];
	bool decides = false;

	if (style->staff)
		return true;
	if (!finding->confirmed)
		return false;
	if (is_deducted(report, finding->kind))
		return true;
	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];

		if (!evidence_decides(report, item, index))
			continue;
		if (item->rubric->visible == RUBRIC_STUDENT)
			return true;
		decides = true;
	}
	return !decides && (!*finding->scenario || scenario_is_open(report, finding->scenario));
}

bool visible_scenario(
	const struct report *report, const struct report_style *style, const char *scenario)
{
	return style->staff || scenario_is_open(report, scenario);
}

bool visible_fault(
	const struct report *report, const struct report_style *style, const struct fault *fault)
{
	for (size_t i = 0; i < fault->findings_count; i++)
		if (visible_finding(report, style, fault->findings[i]))
			return true;
	return false;
}

struct visible_rest visible_rest(const struct report *report, const struct report_style *style)
{
	struct visible_rest rest = { .count = 0 };

	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];

		if (visible_item(style, item))
			continue;
		rest.count++;
		rest.points += item->points;
		if (!item->rubric->extra)
			rest.possible += item->possible;
	}
	return rest;
}

char *visible_rest_text(const struct report *report, const struct report_style *style)
{
	struct visible_rest rest = visible_rest(report, style);
	cleanup_free char *count = text_count(rest.count, "more item");
	cleanup_free char *points = text_points(rest.points);
	cleanup_free char *possible = text_points(rest.possible);

	if (rest.count == 0)
		return NULL;
	return xasprintf("%s %s shown to staff only and %s in the total: %s of %s points.", count,
		rest.count == 1 ? "is" : "are", rest.count == 1 ? "counts" : "count", points,
		possible);
}
