#include "harness/report/mend.h"

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"
#include "harness/report/costs.h"
#include "harness/report/visible.h"

/* Whoever mends as many will hand in again. */
enum { MOST = 5, INSET = 4 };

static size_t scenarios_shown(
	const struct report *report, const struct report_style *style, const struct fault *fault)
{
	size_t count = 0;

	for (size_t i = 0; i < fault->scenarios_count; i++)
		count += visible_scenario(report, style, fault->scenarios[i]);
	return count;
}

/* "relay.c:85, in fill(): deadlock, seen in 10 scenarios. Costs eof, waits." */
static void put_fault(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct fault *fault, const char *items)
{
	const struct finding *told = fault->told;
	const struct finding_kind *kind = finding_kind(told->kind);
	size_t count = scenarios_shown(report, style, fault);
	cleanup_free char *scenarios = text_count(count, "scenario");
	cleanup_buf struct buf line = BUF_INIT;

	buf_adds(&line, told->file);
	if (*told->file && told->line)
		buf_printf(&line, ":%u", told->line);
	if (*told->function)
		buf_printf(&line, "%sin %s()", line.length ? ", " : "", told->function);
	buf_printf(&line, "%s%s", line.length ? ": " : "", kind ? kind->about : told->kind);
	if (count)
		buf_printf(&line, ", seen in %s", scenarios);
	buf_printf(&line, ". Costs %s.", items);
	paper_text(paper, "- ", line.data, INK_PLAIN);
}

void mend_list(
	const struct paper *paper, const struct report *report, const struct report_style *style)
{
	struct paper inner = *paper;
	size_t shown = 0;

	inner.indent += INSET;
	for (size_t i = 0; i < report->faults.count && shown < MOST; i++) {
		const struct fault *fault = &report->faults.list[i];
		cleanup_free char *items = NULL;

		if (!fault->confirmed || !visible_fault(report, style, fault))
			continue;
		items = costs_names(report, style, fault);
		if (!*items)
			continue;
		if (shown++ == 0) {
			paper_blank(paper);
			paper_text(paper, "", "What to mend first", INK_STRONG);
		}
		put_fault(&inner, report, style, fault, items);
	}
}
