/*
 * Questions to the rows of a class that its CSV and its table both ask.
 */
#ifndef PROCTOR_REPORT_CLASS_H
#define PROCTOR_REPORT_CLASS_H

#include "harness/report/report.h"

bool class_is_graded(const struct report_row *row);

/* The item ids of the first row that has some; NULL when none has. */
char *const *class_items(const struct report_row *rows, size_t count);

/* Where the row has that item; false when it has not. */
bool class_find_item(const struct report_row *row, const char *item, size_t *ret);

/* How an item ended for one submission. */
enum class_mark {
	CLASS_NONE, /* not graded, or the row has no such item */
	CLASS_FULL,
	CLASS_PART, /* some of its points */
	CLASS_LOST,
	CLASS_SKIPPED,
	CLASS_BROKEN,
};

enum class_mark class_mark(const struct report_row *row, const char *item);

#endif
