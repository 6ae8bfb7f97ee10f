/*
 * What to mend first: the faults that cost items, each in a line, the most severe
 * first.  One mistake often loses several items, and what is explained below each of them
 * does not show that it is one.
 */
#ifndef PROCTOR_REPORT_MEND_H
#define PROCTOR_REPORT_MEND_H

#include "harness/report/paper.h"
#include "harness/report/report.h"

/* Appends them below a heading; nothing where no fault costs an item that is shown. */
void mend_list(
	const struct paper *paper, const struct report *report, const struct report_style *style);

#endif
