#include "harness/cmd/look.h"

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/cmd/explain_item.h"
#include "harness/cmd/results.h"
#include "harness/cmd/screen.h"
#include "harness/report/explain.h"
#include "harness/report/visible.h"
#include "harness/steps/paperwork.h"

static void put_head(const struct paper *paper, const struct report *report)
{
	paper_text(paper, "", report->title, INK_STRONG);
	paper_text(paper, "Submission: ", report->submission, INK_PLAIN);
	if (report->build != VERDICT_PASSED)
		paper_text(paper, "Build: ", report->build_reason, INK_PLAIN);
}

/* How many of the runs did not pass. */
static size_t put_runs(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	size_t failed = 0;

	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *observation = &report->observations.list[i];

		if (!visible_observation(report, style, observation))
			continue;
		failed += observation->verdict == VERDICT_FAILED;
		explain_whole_run(paper, observation, true);
	}
	return failed;
}

/* How many of the faults are confirmed. */
static size_t put_faults(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	size_t confirmed = 0;

	for (size_t i = 0; i < report->faults.count; i++) {
		const struct fault *fault = &report->faults.list[i];

		if (!visible_fault(report, style, fault))
			continue;
		paper_blank(paper);
		if (!fault->confirmed)
			paper_text(paper, "", "Not confirmed:", INK_FAINT);
		explain_fault(paper, report, style, fault, false);
		confirmed += fault->confirmed;
	}
	return confirmed;
}

static int exit_of(const struct report *report, size_t faults)
{
	if (report->broken || report->build == VERDICT_BROKEN)
		return FAULT_EXIT_BROKEN;
	return faults > 0 || report->build == VERDICT_FAILED ? FAULT_EXIT_POINTS : FAULT_EXIT_FULL;
}

int look_print(const char *dir, bool staff)
{
	const struct report_style style = screen_style(staff);
	cleanup_buf struct buf text = BUF_INIT;
	const struct paper paper = { .out = &text, .width = style.width, .colour = style.colour };
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report;
	size_t faults;
	int status, error;

	error = paperwork_load_unmarked(dir, &report, &why);
	if (error)
		return results_failed(error, why.data);
	put_head(&paper, report);
	faults = put_runs(&paper, report, &style);
	faults += put_faults(&paper, report, &style);
	paper_blank(&paper);
	if (report->broken)
		paper_text(&paper, "",
			"Something did not work on our side, or a tool could not do its work: "
			"what is not found here may still be there.",
			INK_OURS);
	paper_text(&paper, "", "Only some scenarios were run, so there is no score.", INK_FAINT);
	status = exit_of(report, faults);
	error = screen_put(&text);
	report_free(report);
	return error ? error : status;
}
