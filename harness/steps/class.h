/*
 * The rows of a class, from the results folders in one folder.
 */
#ifndef PROCTOR_STEPS_CLASS_H
#define PROCTOR_STEPS_CLASS_H

#include <stddef.h>

#include "harness/base/buf.h"
#include "harness/report/report.h"

/*
 * One row for each results folder in `dir`, by name: its grade, or, when it has
 * none, the state "not graded" with the sentence of its failure.txt.  Other
 * folders and files are passed over.  0, or a negative errno with a sentence.
 */
int class_load(const char *dir, struct report_row **ret, size_t *ret_count, struct buf *why);
void class_free(struct report_row *rows, size_t count);

/*
 * Writes DIR/grades.csv as a whole or not at all. 0, or a negative errno with a sentence.
 */
int class_write_csv(const char *dir, const struct report_row *rows, size_t count, struct buf *why);

#endif
