/*
 * results.json of Gradescope.  Source: Gradescope's autograder specifications.
 *
 *   - All points are numbers, `number` is a string.
 *   - One hidden test hides the total from the student.  So items for staff
 *     are no tests: their points are in the top-level score, which overrides the
 *     sum of the tests, and with style->staff they stand in extra_data.
 *   - A test of max_score 0 is shown as passed unless `status` says otherwise.
 *   - Only top-level `output` is not plain text by itself.
 */
#include "harness/report/report.h"

#include <math.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/explain.h"
#include "harness/report/explain_run.h"
#include "harness/report/output.h"
#include "harness/report/refused.h"
#include "harness/report/visible.h"

/* Columns of the box in which Gradescope shows text. */
enum { GRADESCOPE_WIDTH = 90 };

static json_t *own_text(const char *text)
{
	return jsonl_text(text, strlen(text));
}

/* Gradescope shows every digit that it gets. */
static json_t *rounded(double points)
{
	return jsonl_points(round(points * 100) / 100);
}

/* There are but two states, and what is our fault counts as passed. */
static const char *status(const struct report_item *item)
{
	enum verdict verdict = item->judgement->verdict;

	return verdict == VERDICT_FAILED || verdict == VERDICT_SKIPPED ? "failed" : "passed";
}

static json_t *item_name(const struct report_item *item)
{
	cleanup_free char *name = xasprintf("%s: %s%s", item->rubric->id, item->rubric->title,
		item->rubric->extra ? " (extra credit)" : "");

	return own_text(name);
}

static json_t *item_extra(const struct report_item *item)
{
	json_t *extra = json_object();

	json_object_set_new(extra, "item", own_text(item->rubric->id));
	json_object_set_new(extra, "verdict", json_string(verdict_name(item->judgement->verdict)));
	json_object_set_new(extra, "points", rounded(item->points));
	json_object_set_new(extra, "possible", rounded(item->possible));
	json_object_set_new(extra, "reason", own_text(item->judgement->reason));
	return extra;
}

static json_t *test(const struct report *report, const struct report_style *style,
	const struct report_item *item, size_t number)
{
	cleanup_free char *label = xasprintf("%zu", number);
	cleanup_free char *output = explain_text(report, style, item, GRADESCOPE_WIDTH);
	json_t *object = json_object();

	json_object_set_new(object, "name", item_name(item));
	json_object_set_new(object, "number", json_string(label));
	json_object_set_new(object, "score", rounded(item->points));
	json_object_set_new(object, "max_score", rounded(item->rubric->extra ? 0 : item->possible));
	json_object_set_new(object, "status", json_string(status(item)));
	json_object_set_new(object, "output", own_text(output));
	json_object_set_new(object, "output_format", json_string("text"));
	json_object_set_new(object, "visibility", json_string("visible"));
	json_object_set_new(object, "extra_data", item_extra(item));
	return object;
}

static json_t *tests(const struct report *report, const struct report_style *style)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];

		if (item->rubric->visible == RUBRIC_STUDENT)
			json_array_append_new(list, test(report, style, item, i + 1));
	}
	return list;
}

static void add_deductions(const struct paper *paper, const struct report *report)
{
	const struct report_style student = { .staff = false };

	for (size_t i = 0; i < report->score.deductions_count; i++) {
		const struct score_deduction *deduction = &report->score.deductions[i];
		cleanup_free char *points = text_points(deduction->points);
		cleanup_free char *count = text_count(deduction->count, "finding");
		cleanup_free char *text =
			xasprintf("-%s points: %s (%s)", points, deduction->title, count);

		paper_text(paper, "", text, INK_PLAIN);
		for (size_t j = 0; j < report->faults.count; j++) {
			const struct fault *fault = &report->faults.list[j];
			struct paper inner = *paper;

			inner.indent = 4;
			if (fault->confirmed && !strcmp(fault->told->kind, deduction->finding))
				explain_fault(&inner, report, &student, fault, false);
		}
	}
}

/* What stands above the tests: why the total is not their sum. */
static json_t *top_output(const struct report *report)
{
	const struct report_style student = { .staff = false };
	cleanup_free char *score = text_points(report->score.score);
	cleanup_free char *possible = text_points(report->score.possible);
	cleanup_free char *total = xasprintf("%s of %s points.", score, possible);
	cleanup_free char *rest = visible_rest_text(report, &student);
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf refused = BUF_INIT;
	struct paper paper = { .out = &text, .width = GRADESCOPE_WIDTH };

	paper_text(&paper, "", total, INK_PLAIN);
	if (report->broken)
		paper_text(&paper, "",
			"Something did not work on our side, so this is not the final grade. It "
			"is not your fault and costs you no points: the staff will look at it.",
			INK_PLAIN);
	if (rest)
		paper_text(&paper, "", rest, INK_PLAIN);
	refused_lines(report, &student, &refused);
	if (refused.length)
		buf_printf(&text, "%s\n%s", refused_title, refused.data);
	add_deductions(&paper, report);
	return own_text(text.data);
}

static json_t *extra_data(const struct report *report, const struct report_style *style)
{
	json_t *extra = json_object();
	json_t *staff = json_array();

	json_object_set_new(extra, "digest", own_text(report->digest ? report->digest : ""));
	json_object_set_new(extra, "broken", json_boolean(report->broken));
	for (size_t i = 0; i < report->items_count; i++)
		if (style->staff && report->items[i].rubric->visible == RUBRIC_STAFF)
			json_array_append_new(staff, item_extra(&report->items[i]));
	if (json_array_size(staff))
		json_object_set(extra, "staff", staff);
	json_decref(staff);
	return extra;
}

static int write_gradescope(
	const struct report *report, const struct report_style *style, FILE *out)
{
	/* A student reads the tests, whoever has the file written. */
	const struct report_style student = { .staff = false };
	cleanup_json json_t *document = json_object();

	json_object_set_new(document, "score", rounded(report->score.score));
	json_object_set_new(
		document, "execution_time", json_real(round(report->cpu_seconds * 1000) / 1000));
	json_object_set_new(document, "output", top_output(report));
	json_object_set_new(document, "output_format", json_string("text"));
	json_object_set_new(document, "test_output_format", json_string("text"));
	json_object_set_new(document, "test_name_format", json_string("text"));
	json_object_set_new(document, "visibility", json_string("visible"));
	json_object_set_new(document, "stdout_visibility", json_string("hidden"));
	json_object_set_new(document, "extra_data", extra_data(report, style));
	json_object_set_new(document, "tests", tests(report, &student));
	return output_json(document, out);
}

REGISTRY_ADD(report_formats, report_format) = {
	.name = "gradescope",
	.file = "results.json",
	.about = "results.json of a Gradescope autograder",
	.write = write_gradescope,
};
