/*
 * Who may see what.
 *
 * An item for staff only is graded like any other; a report without
 * style->staff leaves it out together with the scenarios and findings that
 * tell only of it.  Findings that are not confirmed are for staff as well.
 */
#ifndef PROCTOR_REPORT_VISIBLE_H
#define PROCTOR_REPORT_VISIBLE_H

#include "harness/report/report.h"

bool visible_item(const struct report_style *style, const struct report_item *item);
bool visible_observation(const struct report *report, const struct report_style *style,
	const struct observation *observation);
bool visible_finding(const struct report *report, const struct report_style *style, size_t index);
bool visible_scenario(
	const struct report *report, const struct report_style *style, const char *scenario);

/* Whether one of its findings may be seen. */
bool visible_fault(
	const struct report *report, const struct report_style *style, const struct fault *fault);

/* The items that a report of this style leaves out. */
struct visible_rest {
	size_t count;
	double points;
	double possible;
};

struct visible_rest visible_rest(const struct report *report, const struct report_style *style);

/* "2 more items are for staff only: 3 of 5 points.", or NULL for none (caller frees). */
char *visible_rest_text(const struct report *report, const struct report_style *style);

#endif
