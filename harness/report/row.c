/* From a report to its line in the table of a class. */
#include "harness/report/report.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/report/columns.h"
#include "harness/report/evidence.h"
#include "harness/report/outcome_words.h"

/* A remark is a few words; what a scenario looked at may be a long sentence. */
enum { LONGEST_WHAT = 40 };

/* What went wrong in an item, in a word or two. */
static void add_cause(struct buf *into, const struct report *report, const struct report_item *item)
{
	const char *type = evidence_type(report, item);
	const struct finding_kind *kind = finding_kind(type);
	const struct observation *o;
	const char *what;
	size_t length;

	if (kind) {
		buf_adds(into, kind->about);
		return;
	}
	outcome_remark(into, type);
	if (into->length || item->judgement->scenarios_count == 0)
		return;
	o = evidence_observation(report, item->judgement->scenarios[0], VERDICT_FAILED);
	what = o ? jsonl_string(evidence_unmet(o), "what", "") : "";
	length = columns_fit(what, strlen(what), LONGEST_WHAT);
	buf_add(into, what, length);
	if (what[length])
		buf_adds(into, "…");
}

static size_t count_of(
	const struct report *report, enum verdict verdict, const struct report_item **ret_first)
{
	size_t count = 0;

	for (size_t i = report->items_count; i > 0; i--) {
		if (report->items[i - 1].judgement->verdict != verdict)
			continue;
		*ret_first = &report->items[i - 1];
		count++;
	}
	return count;
}

char *report_remark(const struct report *report)
{
	const struct report_item *first = NULL;
	struct buf remark = BUF_INIT;
	size_t count;

	if (report->broken) {
		count = count_of(report, VERDICT_BROKEN, &first);
		buf_adds(&remark, "our fault");
	} else if (report->build == VERDICT_FAILED) {
		buf_adds(&remark, "does not compile");
		return buf_steal(&remark);
	} else {
		count = count_of(report, VERDICT_FAILED, &first);
		if (first)
			add_cause(&remark, report, first);
	}
	if (first)
		buf_printf(&remark, remark.length ? " (%s)" : "%s", first->rubric->id);
	if (count > 1)
		buf_printf(&remark, ", %zu more", count - 1);
	return buf_steal(&remark);
}

void report_row_fill(const struct report *report, struct report_row *ret)
{
	size_t count = report->items_count;

	*ret = (struct report_row){
		.submission = xstrdup(report->submission),
		.state = xstrdup(report->broken ? "broken" : "graded"),
		.score = report->score.score,
		.possible = report->score.possible,
		.items = xcalloc(count + 1, sizeof(*ret->items)),
		.points = xcalloc(count, sizeof(*ret->points)),
		.worth = xcalloc(count, sizeof(*ret->worth)),
		.verdicts = xcalloc(count, sizeof(*ret->verdicts)),
		.remark = report_remark(report),
	};
	for (size_t i = 0; i < count; i++) {
		ret->items[i] = xstrdup(report->items[i].rubric->id);
		ret->points[i] = report->items[i].points;
		ret->worth[i] = report->items[i].possible;
		ret->verdicts[i] = report->items[i].judgement->verdict;
	}
}

void report_row_release(struct report_row *row)
{
	for (char **item = row->items; item && *item; item++)
		free(*item);
	free(row->items);
	free(row->points);
	free(row->worth);
	free(row->verdicts);
	free(row->submission);
	free(row->state);
	free(row->remark);
	*row = (struct report_row){ .submission = NULL };
}
