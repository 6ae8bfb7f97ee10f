/*
 * Which items a fault costs (core/faults.h).
 *
 * It costs an item that is lost when one of its findings decided so, or when it is how
 * a scenario ended that decided so: a deadlock in eof/… costs the item that counts eof/….
 */
#ifndef PROCTOR_REPORT_COSTS_H
#define PROCTOR_REPORT_COSTS_H

#include "harness/report/report.h"

bool costs_item(
	const struct report *report, const struct fault *fault, const struct report_item *item);

/* The ids of the items that it costs and this report shows: "lines, eof" (caller frees). */
char *costs_names(
	const struct report *report, const struct report_style *style, const struct fault *fault);

#endif
