/*
 * The report for people: what a student reads after handing in.
 *
 *	title                                     points
 *	what to mend first: the faults that cost items
 *	one line for each item, below it what is needed to mend it
 *	deductions, further findings
 *	how it was graded; the total
 */
#include "harness/report/report.h"

#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/columns.h"
#include "harness/report/evidence.h"
#include "harness/report/explain.h"
#include "harness/report/explain_run.h"
#include "harness/report/mend.h"
#include "harness/report/output.h"
#include "harness/report/paper.h"
#include "harness/report/refused.h"
#include "harness/report/visible.h"

/* Blanks before what belongs to an item. */
enum { INSET = 4, DEFAULT_WIDTH = 80, LONGEST_ID = 20 };

struct mark {
	const char *sign;
	enum paper_ink ink;
};

static const struct mark marks[] = {
	[VERDICT_PASSED] = { "✓", INK_GOOD },
	[VERDICT_FAILED] = { "✗", INK_BAD },
	[VERDICT_SKIPPED] = { "–", INK_SKIPPED },
	[VERDICT_BROKEN] = { "?", INK_OURS },
};

static const struct mark partly = { "◐", INK_BAD };

static char *of_points(double points, double possible, const char *between)
{
	cleanup_free char *got = text_points(points);
	cleanup_free char *all = text_points(possible);

	return xasprintf("%s%s%s", got, between, all);
}

/*
 * A line with something at its right edge.  The text on the left starts with
 * `sign` and is broken where it would run into it.
 */
static void put_row(const struct paper *paper, struct mark mark, const char *prefix,
	const char *left, const char *right)
{
	cleanup_buf struct buf text = BUF_INIT;
	unsigned taken = columns_of(right) + 2;
	struct paper narrow = { .out = &text };
	size_t first;

	narrow.width = paper->width > taken ? paper->width - taken : 1;
	paper_text(&narrow, prefix, left, INK_PLAIN);
	first = strcspn(text.data, "\n");
	paper_ink(paper, mark.ink, mark.sign);
	buf_add(paper->out, text.data + strlen(mark.sign), first - strlen(mark.sign));
	for (unsigned at = columns_of_bytes(text.data, first); at < narrow.width; at++)
		buf_addch(paper->out, ' ');
	buf_printf(paper->out, "  %s", right);
	buf_add(paper->out, text.data + first, text.length - first);
}

static void put_head(const struct paper *paper, const struct report *report)
{
	cleanup_free char *points = of_points(report->score.score, report->score.possible, " / ");

	put_row(paper, (struct mark){ "", INK_PLAIN }, "", report->title, points);
	paper_text(paper, "Submission: ", report->submission, INK_PLAIN);
}

static bool has_build_item(const struct report *report, const struct report_style *style)
{
	for (size_t i = 0; i < report->items_count; i++)
		if (report->items[i].rubric->build && visible_item(style, &report->items[i]))
			return true;
	return false;
}

static void put_refused(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	cleanup_buf struct buf lines = BUF_INIT;
	struct paper inner = *paper;
	char *rest;
	char *line;

	refused_lines(report, style, &lines);
	if (lines.length == 0)
		return;
	inner.indent = INSET;
	paper_blank(paper);
	paper_text(paper, "", refused_title, INK_STRONG);
	rest = lines.data;
	while ((line = strsep(&rest, "\n")) && *line)
		paper_text(&inner, "", line, INK_PLAIN);
}

/* What is to be known before the items. */
static void put_notices(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	bool tell_build = report->build != VERDICT_PASSED && report->build_reason &&
			  *report->build_reason &&
			  (report->build == VERDICT_BROKEN || !has_build_item(report, style));

	if (report->broken) {
		paper_blank(paper);
		paper_text(paper, "",
			"Something did not work on our side, so this is not the final grade. It "
			"is not your fault and costs you no points: the staff will look at it.",
			INK_OURS);
	}
	if (tell_build) {
		paper_blank(paper);
		paper_text(paper, "Build: ", report->build_reason, INK_PLAIN);
	}
	put_refused(paper, report, style);
}

/* Columns for the ids, so that titles stand below each other. */
static unsigned id_columns(const struct report *report, const struct report_style *style)
{
	unsigned widest = 0;

	for (size_t i = 0; i < report->items_count; i++) {
		unsigned columns = columns_of(report->items[i].rubric->id);

		if (visible_item(style, &report->items[i]) && columns > widest)
			widest = columns;
	}
	return widest < LONGEST_ID ? widest : LONGEST_ID;
}

static void put_item_row(
	const struct paper *paper, const struct report_item *item, unsigned columns)
{
	bool part = item->judgement->verdict == VERDICT_FAILED && item->points > 0;
	struct mark mark = part ? partly : marks[item->judgement->verdict];
	cleanup_free char *points = of_points(item->points, item->possible, " / ");
	cleanup_buf struct buf prefix = BUF_INIT;
	cleanup_buf struct buf title = BUF_INIT;

	buf_printf(&prefix, "%s ", mark.sign);
	columns_cell(&prefix, item->rubric->id, columns, false);
	buf_adds(&prefix, "  ");
	buf_adds(&title, item->rubric->title);
	if (item->rubric->extra)
		buf_adds(&title, " (extra credit)");
	if (item->rubric->visible == RUBRIC_STAFF)
		buf_adds(&title, " (staff only)");
	put_row(paper, mark, prefix.data, title.data, points);
}

static void put_items(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	cleanup_explained struct explained told = { .list = NULL };
	unsigned columns = id_columns(report, style);
	bool explained = false;

	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];
		cleanup_buf struct buf why = BUF_INIT;
		struct paper inner = *paper;

		if (!visible_item(style, item))
			continue;
		inner.out = &why;
		inner.indent = INSET;
		/* put_unbuilt() says it once for all of them. */
		if (!explain_unbuilt(report, item))
			explain_item(&inner, report, style, item, &told);
		/* An explanation stands apart; passed items stand together. */
		if (i == 0 || explained || why.length)
			paper_blank(paper);
		put_item_row(paper, item, columns);
		buf_add(paper->out, why.data, why.length);
		explained = why.length > 0;
	}
}

static void put_unbuilt(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	bool any = false;

	for (size_t i = 0; i < report->items_count; i++)
		any = any || (visible_item(style, &report->items[i]) &&
				     explain_unbuilt(report, &report->items[i]));
	if (!any)
		return;
	paper_blank(paper);
	paper_text(paper, "",
		"The program did not build, so the items without an explanation could not be "
		"tried.",
		INK_PLAIN);
}

static void put_rest(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	cleanup_free char *rest = visible_rest_text(report, style);

	if (!rest)
		return;
	paper_blank(paper);
	paper_text(paper, "", rest, INK_PLAIN);
}

static bool is_deducted(const struct report *report, const struct finding *finding)
{
	for (size_t i = 0; i < report->score.deductions_count; i++)
		if (strcmp(report->score.deductions[i].finding, finding->kind) == 0)
			return true;
	return false;
}

static void put_deduction(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct score_deduction *deduction)
{
	cleanup_free char *amount = text_points(deduction->points);
	cleanup_free char *points = xasprintf("-%s", amount);
	cleanup_free char *count = text_count(deduction->count, "finding");
	cleanup_free char *title = xasprintf("%s (%s)", deduction->title, count);
	struct paper inner = *paper;

	inner.indent = INSET;
	put_row(paper, marks[VERDICT_FAILED], "✗ ", title, points);
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct fault *fault = &report->faults.list[i];

		if (fault->confirmed && strcmp(fault->told->kind, deduction->finding) == 0)
			explain_fault(&inner, report, style, fault, false);
	}
}

static void put_deductions(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	if (report->score.deductions_count == 0)
		return;
	paper_blank(paper);
	paper_text(paper, "", "Deductions", INK_STRONG);
	for (size_t i = 0; i < report->score.deductions_count; i++)
		put_deduction(paper, report, style, &report->score.deductions[i]);
}

static bool decides_some_item(const struct report *report, const struct fault *fault)
{
	for (size_t i = 0; i < report->items_count; i++)
		if (evidence_fault_decides(report, &report->items[i], fault))
			return true;
	return false;
}

/*
 * Whether a failed scenario above tells of it already: these analysers only put
 * into words what the run itself showed.
 */
static bool is_told_by_a_run(const struct report *report, const struct fault *fault)
{
	static const char *const of_runs[] = { "deadlock", "ends", "origin", "residue" };
	bool failed = false;

	for (size_t i = 0; i < fault->scenarios_count && !failed; i++)
		failed = evidence_observation(report, fault->scenarios[i], VERDICT_FAILED);
	for (size_t i = 0; failed && i < sizeof(of_runs) / sizeof(*of_runs); i++)
		if (strcmp(fault->told->analyser, of_runs[i]) == 0)
			return true;
	return false;
}

/* Findings that cost nothing: confirmed ones for all, the others for staff. */
static void put_free_findings(const struct paper *paper, const struct report *report,
	const struct report_style *style, bool confirmed, const char *title)
{
	struct paper inner = *paper;
	bool any = false;

	inner.indent = INSET;
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct fault *fault = &report->faults.list[i];

		if (fault->confirmed != confirmed || !visible_fault(report, style, fault))
			continue;
		/* put_refused() has told it, and of a box without namespaces it is no fault. */
		if (strcmp(fault->told->kind, "denied") == 0)
			continue;
		if (confirmed &&
			(is_deducted(report, fault->told) || decides_some_item(report, fault) ||
				is_told_by_a_run(report, fault)))
			continue;
		paper_blank(paper);
		if (!any)
			paper_text(paper, "", title, INK_STRONG);
		explain_fault(&inner, report, style, fault, true);
		any = true;
	}
}

static void put_circumstances(const struct paper *paper, const struct report *report)
{
	cleanup_buf struct buf text = BUF_INIT;

	buf_printf(&text, "Graded in %.2f s of CPU time, isolation: %s.", report->cpu_seconds,
		report->mode && *report->mode ? report->mode : "none");
	for (size_t i = 0; i < report->tools_count; i++)
		buf_printf(&text, "%s%s %s", i ? ", " : " Tools: ", report->tools[i].name,
			report->tools[i].version);
	if (report->tools_count)
		buf_addch(&text, '.');
	if (report->digest && *report->digest)
		buf_printf(&text, " Files: SHA-256 %.12s…", report->digest);
	paper_blank(paper);
	paper_text(paper, "", text.data, INK_FAINT);
}

static void put_total(const struct paper *paper, const struct report *report)
{
	cleanup_free char *points = of_points(report->score.score, report->score.possible, " of ");
	cleanup_free char *text = xasprintf("Total: %s points%s.", points,
		report->broken ? ", until the staff have looked" : "");

	paper_text(paper, "", text, INK_STRONG);
}

static int write_terminal(const struct report *report, const struct report_style *style, FILE *out)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct paper paper = {
		.out = &text,
		.width = style->width ? style->width : DEFAULT_WIDTH,
		.colour = style->colour,
	};

	put_head(&paper, report);
	put_notices(&paper, report, style);
	mend_list(&paper, report, style);
	put_items(&paper, report, style);
	put_unbuilt(&paper, report, style);
	put_rest(&paper, report, style);
	put_deductions(&paper, report, style);
	put_free_findings(&paper, report, style, true, "Also found (costs no points)");
	put_free_findings(
		&paper, report, style, false, "Not confirmed (for staff only, costs no points)");
	put_circumstances(&paper, report);
	put_total(&paper, report);
	return output_text(&text, out);
}

REGISTRY_ADD(report_formats, report_format) = {
	.name = "terminal",
	.file = "report.txt",
	.about = "text for people: what was expected, what was seen, what to read",
	.write = write_terminal,
};
