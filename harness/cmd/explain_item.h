/*
 * Everything on one item: for staff who want to see what a verdict rests on,
 * not for students, whose report (report/explain.h) says what matters.
 */
#ifndef PROCTOR_CMD_EXPLAIN_ITEM_H
#define PROCTOR_CMD_EXPLAIN_ITEM_H

#include <stdbool.h>

#include "harness/report/paper.h"
#include "harness/report/report.h"

/* For the commands that show it again; borrowed. */
struct explain_place {
	const char *dir; /* the results folder */
	const char *assignment; /* what `grade` calls the assignment */
};

/*
 * One run of a scenario; of one that passed only the name, unless `whole`.
 */
void explain_whole_run(
	const struct paper *paper, const struct observation *observation, bool whole);

/*
 * Appends it.
 * Without `passed` the scenarios that passed are only named.
 */
void explain_whole_item(const struct paper *paper, const struct report *report,
	const struct report_item *item, const struct explain_place *place, bool passed);

#endif
