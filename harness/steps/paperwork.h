/*
 * The last step: from the stage files to reports.
 */
#ifndef PROCTOR_STEPS_PAPERWORK_H
#define PROCTOR_STEPS_PAPERWORK_H

#include "harness/base/buf.h"
#include "harness/report/report.h"

/*
 * Fills a report from DIR and the rubric file that its plan points to.
 * 0, or a negative errno with a sentence. Free with report_free().
 */
int paperwork_load(const char *dir, struct report **ret, struct buf *why);

/*
 * The same for a folder that was not judged (grade_scenarios()): all items are there, none
 * is lost, and there is no score.
 */
int paperwork_load_unmarked(const char *dir, struct report **ret, struct buf *why);

/* Writes every registered format into DIR. */
int paperwork_write(const struct report *report, const char *dir, struct buf *why);

/* Writes one format to a stream; a closed pipe or full disk is told. */
int paperwork_print(const struct report *report, const struct report_format *format,
	const struct report_style *style, FILE *out, struct buf *why);

#endif
