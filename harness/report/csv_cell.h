/*
 * Cells of a table as RFC 4180 has them.
 *
 * A file that a teacher opens in a spreadsheet holds names that students chose.
 * A text that begins like a formula (= + - @, tab or newline) would be computed
 * there, so it gets a leading apostrophe, the spreadsheets' own sign for
 * "this is text" (OWASP, "CSV Injection").  Numbers go in by csv_number().
 */
#ifndef PROCTOR_REPORT_CSV_CELL_H
#define PROCTOR_REPORT_CSV_CELL_H

#include "harness/base/buf.h"

/*
 * Each appends one cell and, when `row` (what is written of this row so far)
 * is not empty, the comma before it.  A row begins with csv_text().
 */
void csv_text(struct buf *row, const char *text);
void csv_number(struct buf *row, double number); /* at most two decimals */
void csv_empty(struct buf *row);

#endif
